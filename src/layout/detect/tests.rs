//! One synthetic tree per layout in real use, and trees that have none.

use super::*;
use crate::layout::site::Site;

/// Writes out `{a,b}` in blank-separated paths.
fn expand(patterns: &str) -> Vec<String> {
    patterns.split_whitespace().flat_map(expand_one).collect()
}

fn expand_one(pattern: &str) -> Vec<String> {
    let Some((before, rest)) = pattern.split_once('{') else { return vec![pattern.to_owned()] };
    let (choices, after) = rest.split_once('}').expect("braces are paired");
    choices.split(',').flat_map(|choice| expand_one(&format!("{before}{choice}{after}"))).collect()
}

fn detect_in(patterns: &str) -> Detection {
    let paths = expand(patterns);
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    detect(&paths, "en", &Overrides::default())
}

fn show(layout: &Layout) -> String {
    let Folders::Listed(list) = &layout.folders else { unreachable!("detection lists folders") };
    format!("{} <-> {} [{}]", layout.source, layout.target, list.join(" "))
}

#[track_caller]
fn finds(patterns: &str, expected: &[&str]) {
    let found: Vec<String> = detect_in(patterns).layouts.iter().map(show).collect();
    assert_eq!(found, expected);
}

#[test]
fn folder_beside_the_source_folder() {
    finds(
        "docs/{en_EN,ru_RU}/{README,guide/a}.md docs/README.md",
        &["docs/en_EN/{path} <-> docs/{locale}/{path} [ru_RU]"],
    );
    finds(
        "content/{en,de,zh-cn,pt-br}/{a,docs/b}.md content/en/c.md README.md",
        &["content/en/{path} <-> content/{locale}/{path} [de pt-br zh-cn]"],
    );
    finds(
        "docs/{en,en-GB,fr}/{guide/a,api/b}.md docs/{en-GB,fr}/c.md",
        &["docs/en/{path} <-> docs/{locale}/{path} [en-GB fr]"],
    );
    finds(
        "content/{en-US,de-DE,ja-JP}/{docs,website}/{a,b}.md",
        &["content/en-US/{path} <-> content/{locale}/{path} [de-DE ja-JP]"],
    );
    finds(
        "content/{en-US,de-DE}/docs/{a,b}.md",
        &["content/en-US/docs/{path} <-> content/{locale}/docs/{path} [de-DE]"],
    );
    finds(
        "docs/{en,de,zh-hant}/docs/{a,b/c}.md docs/de/llm-prompt.md docs/missing-translation.md",
        &["docs/en/docs/{path} <-> docs/{locale}/docs/{path} [de zh-hant]"],
    );
    finds(
        "docs/{en,fr}/{guide/a,api/b}.md docs/{components,snippets,public,.vitepress}/x.md",
        &["docs/en/{path} <-> docs/{locale}/{path} [fr]"],
    );
    finds(
        "src/content/docs/{en,zh-cn,ar,it}/{a,b/c}.mdx",
        &["src/content/docs/en/{path} <-> src/content/docs/{locale}/{path} [ar it zh-cn]"],
    );
    finds(
        "localization/{en-us,de-de}/{a,b}.md",
        &["localization/en-us/{path} <-> localization/{locale}/{path} [de-de]"],
    );
    finds(
        "docs/{english,german}/{a,b}.md docs/ja/{a,b}.md",
        &["docs/english/{path} <-> docs/{locale}/{path} [german ja]"],
    );
    finds("files/{en_US,pt_BR}/{a,b}/index.md", &["files/en_US/{path} <-> files/{locale}/{path} [pt_BR]"]);
}

#[test]
fn folders_at_the_top() {
    finds(
        "{en,es,es-ES,pt-BR}/{a,b}.md en/archive/x.md src/a.md docs/b.md README.md ko/a.md",
        &["en/{path} <-> {locale}/{path} [es es-ES ko pt-BR]"],
    );
    finds(
        "{en,zh,ja}/{guides/a,x}.mdx {plugin,tools,images}/a.md README.md",
        &["en/{path} <-> {locale}/{path} [ja zh]"],
    );
    finds(
        "{en,en-GB,en-US,nb-NO,is,id,it,br,pt-BR}/{brands,main}.ftl configs/x.toml README.md",
        &["en/{path} <-> {locale}/{path} [br en-GB en-US id is it nb-NO pt-BR]"],
    );
    finds("i18n/{en-US,de}/app.ftl", &["i18n/en-US/{path} <-> i18n/{locale}/{path} [de]"]);
    finds("locales/{en,is}/{main,errors}.ftl", &["locales/en/{path} <-> locales/{locale}/{path} [is]"]);
}

#[test]
fn folder_inside_of_the_source_tree() {
    finds(
        "docs/{guide/a,guide/b,index}.md docs/{zh,ko}/guide/{a,b}.md docs/zh/index.md README.md",
        &["docs/{path} <-> docs/{locale}/{path} [ko zh]"],
    );
    finds("docs/{a,b,c,x/d}.md docs/{vi,i18n/vi}/{a,b,c,x/d}.md", &["docs/{path} <-> docs/{locale}/{path} [vi]"]);
    finds(
        "_articles/{a,b,c}.md _articles/{de,pcm,zh-hans}/{a,b}.md _articles/sa/a.md CONTRIBUTING.md",
        &["_articles/{path} <-> _articles/{locale}/{path} [de pcm sa zh-hans]"],
    );
    finds("docs/pages/{a,b}.md docs/pages/zh/{a,b}.md", &["docs/pages/{path} <-> docs/pages/{locale}/{path} [zh]"]);
    finds(
        "source/{docs,api}/{a,b}.md source/news.md source/{zh-cn,th}/{docs,api}/{a,b}.md",
        &["source/{path} <-> source/{locale}/{path} [th zh-cn]"],
    );
}

#[test]
fn the_root_is_a_source_by_sections() {
    finds(
        "{quickstart,a}.mdx guides/{b,c}.mdx internal/{d,e,f,g}.md other/{h,i}.md es/{quickstart,guides/b}.mdx",
        &["{name}.{ext} <-> {locale}/{name}.{ext} [es]", "guides/{path} <-> {locale}/guides/{path} [es]"],
    );
    finds("{guide,api}/{a,b}.md index.md zh/{guide,api}/a.md zh/index.md", &["{path} <-> {locale}/{path} [zh]"]);
}

#[test]
fn docusaurus_with_versions_plugins_and_prefix() {
    finds(
        "docs/{a,b/c}.md versioned_docs/version-{1,2}/{a,b/c}.md blog/x.md community/{m,n}.mdx src/pages/p.md \
         i18n/{de,ja}/docusaurus-plugin-content-docs/{current,version-1}/{a,b/c}.md \
         i18n/de/docusaurus-plugin-content-blog/x.md i18n/de/docusaurus-plugin-content-pages/p.md \
         i18n/ja/docusaurus-plugin-content-docs-community/current/m.mdx i18n/en/docusaurus-plugin-content-docs/current/a.md",
        &[
            "blog/{path} <-> i18n/{locale}/docusaurus-plugin-content-blog/{path} [de]",
            "docs/{path} <-> i18n/{locale}/docusaurus-plugin-content-docs/current/{path} [de ja]",
            "versioned_docs/version-{version}/{path} <-> \
             i18n/{locale}/docusaurus-plugin-content-docs/version-{version}/{path} [de ja]",
            "community/{path} <-> i18n/{locale}/docusaurus-plugin-content-docs-community/current/{path} [ja]",
            "src/pages/{path} <-> i18n/{locale}/docusaurus-plugin-content-pages/{path} [de]",
        ],
    );
    finds(
        "website/docs/{a,b}.md website/i18n/{ja,zh-Hans}/docusaurus-plugin-content-docs/current/{a,b}.md",
        &["website/docs/{path} <-> website/i18n/{locale}/docusaurus-plugin-content-docs/current/{path} [ja zh-Hans]"],
    );
    finds(
        "docs/{a,b}.md website/i18n/ja/docusaurus-plugin-content-docs/current/{a,b}.md",
        &["docs/{path} <-> website/i18n/{locale}/docusaurus-plugin-content-docs/current/{path} [ja]"],
    );
    finds(
        "handbook/{a,b,c}.md i18n/ja/docusaurus-plugin-content-docs-xyz/current/{a,b,c}.md",
        &["handbook/{path} <-> i18n/{locale}/docusaurus-plugin-content-docs-xyz/current/{path} [ja]"],
    );
}

#[test]
fn folder_named_after_the_source_folder() {
    finds(
        "pages/{common/tar,linux/apt,linux/ps,common/git,common/git-rm}.md pages.{pt_BR,no,id}/{common/tar,linux/apt}.md \
         pages.zh_TW/common/{tar,git}.md pages.en/common/tar.md",
        &["pages/{path} <-> pages.{locale}/{path} [id no pt_BR zh_TW]"],
    );
    finds("docs/{a,b}.md docs-zh-CN/{a,b}.md", &["docs/{path} <-> docs-{locale}/{path} [zh-CN]"]);
}

#[test]
fn moved_trees() {
    finds(
        "public/{a,b/c}.md public/d.md.partial i18n/public/{nn-NO,de-DE}/{a,b/c}.md i18n/public/de-DE/d.md.partial",
        &["public/{path} <-> i18n/public/{locale}/{path} [de-DE nn-NO]"],
    );
    finds(
        "public/content/{about,eth/x,eth/y}/index.md public/content/translations/{de,ja}/{about,eth/x}/index.md README.md",
        &["public/content/{path} <-> public/content/translations/{locale}/{path} [de ja]"],
    );
    finds(
        "doc/{a,b/c,b/d}.md doc-locale/{ja-jp,fr-fr}/{a,b/c}.md doc-locale/de-de/a.md README.md",
        &["doc/{path} <-> doc-locale/{locale}/{path} [de-de fr-fr ja-jp]"],
    );
    finds(
        "docs/{a,b/c,index}.md i18n/{ja,ko}/pages/{a,b/c,index}.md i18n/ja/notices.md README.md",
        &["docs/{path} <-> i18n/{locale}/pages/{path} [ja ko]"],
    );
    // Hindi is no source of its neighbours, though `hi` is a word.
    finds(
        "docs/{a,b/c,index}.md i18n/{de,fr,hi}/pages/{a,b/c,index}.md i18n/{de,fr,hi}/rules.md",
        &["docs/{path} <-> i18n/{locale}/pages/{path} [de fr hi]"],
    );
    finds(
        "public/{a,b,c,d,e,f}/x.md i18n/public/{de,nn}/{a,b,c,d,e,f}/x.md i18n/public/en/a/x.md",
        &["public/{path} <-> i18n/public/{locale}/{path} [de nn]"],
    );
    finds("docs/{a,b}.md x/y.md i18n/fr/docs/{a,b}.md", &["docs/{path} <-> i18n/{locale}/docs/{path} [fr]"]);
    // One page of all that mirrors something by the way.
    finds(
        "docs/{a,b,c,d,e,f,g,h,i,j,k}.md i18n/notices.md i18n/{de,fr}/notices.md \
         i18n/{de,fr}/pages/{a,b,c,d,e,f,g,h,i,j,k}.md",
        &["docs/{path} <-> i18n/{locale}/pages/{path} [de fr]", "i18n/{path} <-> i18n/{locale}/{path} [de fr]"],
    );
}

#[test]
fn suffixes() {
    finds(
        "content/{posts/a,posts/b,about}.md content/{posts/a,about}.de.md content/posts/a.zh-cn.md README.md",
        &["content/{dir}{name}.{ext} <-> content/{dir}{name}.{locale}.{ext} [de zh-cn]"],
    );
    finds("content/{a,b}.{en,de,id}.md", &["content/{name}.en.{ext} <-> content/{name}.{locale}.{ext} [de id]"]);
    finds(
        "components/{a,b}/index.{en-US,zh-CN}.md docs/react/{x,y}.{en-US,zh-CN}.md README.md README-zh_CN.md",
        &[
            "components/{dir}{name}.en-US.{ext} <-> components/{dir}{name}.{locale}.{ext} [zh-CN]",
            "docs/react/{name}.en-US.{ext} <-> docs/react/{name}.{locale}.{ext} [zh-CN]",
            "README.md <-> README-{locale}.md [zh_CN]",
        ],
    );
    finds("guide.md guide.de.md", &["{name}.{ext} <-> {name}.{locale}.{ext} [de]"]);
    finds("guide.md guide.is.md", &[]);
    finds("pages/{a,b}.mdx pages/{a,b}.zh.mdx", &["pages/{name}.{ext} <-> pages/{name}.{locale}.{ext} [zh]"]);
    finds(
        "contributing-guides/{style-guide,x}.md contributing-guides/style-guide.{de,pt_BR,zh_TW}.md",
        &["contributing-guides/{name}.{ext} <-> contributing-guides/{name}.{locale}.{ext} [de pt_BR zh_TW]"],
    );
}

#[test]
fn suffixes_after_an_underscore() {
    finds(
        "problems/{a,b}/{problem,solution}.md problems/{a,b}/{problem,solution}_{ko,pt-br}.md README.md",
        &["problems/{dir}{name}.{ext} <-> problems/{dir}{name}_{locale}.{ext} [ko pt-br]"],
    );
    finds("src/{to,up,a,b}.md src/{to_do,up_to,a_is,b_is}.md", &[]);
    finds("docs/{a,b,c}{,_ZH}.md", &["docs/{name}.{ext} <-> docs/{name}_{locale}.{ext} [ZH]"]);
    finds("docs/{a,b,c}.md docs/{a,b}_ZH.md", &[]);
    finds(
        "docs/keys/Keys_{en,ko,nl,pt}.md docs/keys/own.md docs/b.md README.md",
        &["docs/keys/{name}_en.{ext} <-> docs/keys/{name}_{locale}.{ext} [ko nl pt]"],
    );
}

#[test]
fn suffixes_in_a_folder_of_translations() {
    finds(
        "doc/{build,state,x}.md doc/chain/{a,a_KR}.md doc/translations/build_{ES,KR,ZH-CN}.md \
         doc/translations/{state_KR,only_JP}.md",
        &[
            "doc/chain/{name}.{ext} <-> doc/chain/{name}_{locale}.{ext} [KR]",
            "doc/{name}.{ext} <-> doc/translations/{name}_{locale}.{ext} [ES KR ZH-CN]",
        ],
    );
    finds("docs/{to,up}.md docs/more/{to_do,up_to}.md", &[]);
}

#[test]
fn suffixes_after_a_hyphen() {
    finds("guides/{css-api,theming,icons}{,-ru}.md", &["guides/{name}.{ext} <-> guides/{name}-{locale}.{ext} [ru]"]);
    finds("docs/tools-{en,zh}.md docs/x.md", &["docs/{name}-en.{ext} <-> docs/{name}-{locale}.{ext} [zh]"]);
    finds("guides/{a,b,c,team-fr,team}.md", &[]);
}

#[test]
fn files_named_after_their_locale() {
    finds(
        "packages/{badge,button,cell,form}/{en-US,zh-CN}.md packages/form/src/x.md",
        &["packages/{dir}en-US.md <-> packages/{dir}{locale}.md [zh-CN]"],
    );
    finds("packages/{badge,button}/{en,zh}.md", &[]);
    finds("man/{en_US,fr_FR}.md README.md docs/{en-US,zh-CN,notes}.md", &["man/en_US.md <-> man/{locale}.md [fr_FR]"]);
    finds("lang/{en-US,de-DE,ja-JP}.ftl README.md", &["lang/en-US.ftl <-> lang/{locale}.ftl [de-DE ja-JP]"]);
    finds(
        "src/{a,b,c,d}/locales/{en-US,fr-FR}.ftl docs/x.md",
        &["src/{dir}en-US.ftl <-> src/{dir}{locale}.ftl [fr-FR]"],
    );
    finds("readme/{en,es,zh-CN}.md docs/{a,b}.md", &["readme/en.md <-> readme/{locale}.md [es zh-CN]"]);
    finds("languages/{en,de,fr,c,go,rust,java,python,ruby,perl}.md", &[]);
}

#[test]
fn readmes() {
    finds("README.md README.zh-CN.md README.ja.md", &["README.md <-> README.{locale}.md [ja zh-CN]"]);
    finds("README.md README_ZH.md README_pt_BR.md", &["README.md <-> README_{locale}.md [ZH pt_BR]"]);
    finds("README.md Readme_zh-cn.md", &["README.md <-> Readme_{locale}.md [zh-cn]"]);
    finds("README.md README-zh_CN.md", &["README.md <-> README-{locale}.md [zh_CN]"]);
    finds("readme.md readme_cn.md", &["readme.md <-> readme_{locale}.md [cn]"]);
    finds("README.md README.it.md", &["README.md <-> README.{locale}.md [it]"]);
    finds("README.md README.ar.md", &["README.md <-> README.{locale}.md [ar]"]);
    finds("README.md README_TW.md", &["README.md <-> README_{locale}.md [TW]"]);
    finds("README.md README_MS.md", &[]);
    finds(
        "README.md README.{basque,brazilian-portuguese}.md a/use.md a/use.{basque,brazilian-portuguese}.md",
        &[
            "a/{name}.{ext} <-> a/{name}.{locale}.{ext} [basque brazilian-portuguese]",
            "README.md <-> README.{locale}.md [basque brazilian-portuguese]",
        ],
    );
    finds("README.md README_EN.md README_JA.md", &["README_EN.md <-> README_{locale}.md [JA]"]);
    finds("README.md docs/README.{ja,ko}.md", &["README.md <-> docs/README.{locale}.md [ja ko]"]);
    finds("README.md docs/zh/README.md docs/de/README.md", &["README.md <-> docs/{locale}/README.md [de zh]"]);
    finds(
        "README.md SECURITY.md docs/{a,b}.md docs/{tr,zh}/{a,b,SECURITY}.md",
        &["docs/{path} <-> docs/{locale}/{path} [tr zh]", "SECURITY.md <-> docs/{locale}/SECURITY.md [tr zh]"],
    );
    finds(
        "README.md doc/plugins.md doc/{de,ja}/{plugins,README}.md",
        &["doc/{path} <-> doc/{locale}/{path} [de ja]", "README.md <-> doc/{locale}/README.md [de ja]"],
    );
    finds(
        "README.md assets/community/README.{pt,ru}.md",
        &["README.md <-> assets/community/README.{locale}.md [pt ru]"],
    );
    finds(
        "README.md docs/README.md docs/en/{README,start,api}.md docs/es/{README,b,c,d,e,f,g,h}.md",
        &["docs/en/README.md <-> docs/{locale}/README.md [es]"],
    );
    finds("README.md README.中文.md README.한국어.md", &["README.md <-> README.{locale}.md [中文 한국어]"]);
    finds("README.md README_Chinese.md", &["README.md <-> README_{locale}.md [Chinese]"]);
    finds("README.md docs/{a,french,german,korean}.md", &["README.md <-> docs/{locale}.md [french german korean]"]);
    finds("README.md i18n/{de,fr}.md", &["README.md <-> i18n/{locale}.md [de fr]"]);
    finds("README.md docs/{de,fr,ko}.md", &[]);
    finds("README.md i18n/README.de.md", &["README.md <-> i18n/README.{locale}.md [de]"]);
    finds("README.md docs/translations/README-de.md", &["README.md <-> docs/translations/README-{locale}.md [de]"]);
    finds("README.md translated-docs/README.fr.md", &["README.md <-> translated-docs/README.{locale}.md [fr]"]);
    finds("{a,b,c,d,e}/README.md {a,b,c,d}/README.zh.md", &["{dir}README.md <-> {dir}README.{locale}.md [zh]"]);
}

#[test]
fn a_source_folder_of_any_name() {
    finds(
        "README.md book/src/{SUMMARY,intro,how}.md book/zh/{SUMMARY,intro,how}.md",
        &["book/src/{path} <-> book/{locale}/{path} [zh]"],
    );
    finds("docs/{index,a,b}.md docs/{de,fr,nn}/index.md", &["docs/{path} <-> docs/{locale}/{path} [de fr nn]"]);
}

#[test]
fn several_layouts_in_one_tree() {
    finds(
        "README.md README.{de,zh-CN}.md docs/{a,b}.md docs/ja/{a,b}.md website/content/{en,fr}/{x,y}.md \
         public/{p,q,r}.md i18n/public/{nn-NO,de-DE}/{p,q,r}.md",
        &[
            "docs/{path} <-> docs/{locale}/{path} [ja]",
            "website/content/en/{path} <-> website/content/{locale}/{path} [fr]",
            "public/{path} <-> i18n/public/{locale}/{path} [de-DE nn-NO]",
            "README.md <-> README.{locale}.md [de zh-CN]",
        ],
    );
}

#[test]
fn nothing_in_trees_without_locales() {
    for patterns in [
        "README.md docs/{a,b,index}.md docs/{api,go,id,no}/{x,index,README}.md",
        "docs/{a,b,c,index}.md docs/{api,go,id,no}/{a,b,c,index}.md",
        "README.md index.md {id,is}/{index,README,_index}.md",
        "docs/{README,index}.md docs/{id,is}/{README,index}.md",
        "docs/{a,b}.md docs/{id,is}/{a,b}.md",
        "README.md docs/en/{a,b}.md",
        "README.md CHANGELOG.md docs/{a,b}.md src/lib.md",
        "docs/{a,b}.md versioned_docs/version-{1,2}/{a,b}.md",
        "docs/{v1,v2,latest}/{a,b}.md docs/{a,b}.md",
        "pages/common/{git,git-rm,git-am,docker,docker-rm,npm,npm-it,ps,rm}.md",
        "{how,how-to,log,log-in,sign,sign-in,as,as-is}.md",
        "docs/{cs,js,py,pl}/{start,api,types}.md docs/{start,api,types}.md",
        "docs/de/{a,b}.md docs/fr/{a,b}.md",
        "packages/x/README.zh.md README.md",
        "README.md docs/de/other.md",
        "hyphenation/README.md hyphenation/{de,fr}/README.md",
        "a/{x,y}.md b/{x,y}.md c/de/{x,z}.md",
        "",
    ] {
        finds(patterns, &[]);
    }
}

#[test]
fn remarks() {
    let found = detect_in("docs/{en,cn,de,my}/{a,b}.md docs/no/x.md");
    assert_eq!(
        found.remarks,
        [
            Remark::Spelling { folder: "cn".to_owned(), tag: "zh-CN".to_owned(), note: Note::CountryCode },
            Remark::Unmirrored { folder: "docs/no".to_owned() },
        ]
    );
    assert_eq!(
        detect_in("guide/{a,b}.md guide/{a,b}.en.md").remarks,
        [Remark::Sidecar {
            example: "guide/a.en.md".to_owned(),
            beside: vec!["guide/a.md".to_owned(), "guide/b.md".to_owned()]
        }]
    );
}

#[test]
fn overrides_and_another_source_language() {
    let paths = expand("docs/{de,pirate,en}/{a,b}.md");
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let overrides = Overrides::new([("pirate", "en-x-pirate")]).expect("a tag");
    let found: Vec<String> = detect(&paths, "de", &overrides).layouts.iter().map(show).collect();
    assert_eq!(found, ["docs/de/{path} <-> docs/{locale}/{path} [en pirate]"]);
}

#[test]
fn pairs_of_a_detected_site() {
    let paths = expand("docs/{a,b}.md docs/{zh,ja}/a.md docs/zh/b.md README.md README.zh.md");
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let layouts = detect(&paths, "en", &Overrides::default()).layouts;
    let pairing = Site { layouts, overrides: Overrides::default(), source: "en".to_owned() }.pairs(&paths);
    let pairs: Vec<String> = pairing.pairs.iter().map(|pair| format!("{} {}", pair.source, pair.target)).collect();
    assert_eq!(
        pairs,
        ["README.md README.zh.md", "docs/a.md docs/ja/a.md", "docs/a.md docs/zh/a.md", "docs/b.md docs/zh/b.md"]
    );
    let sources: Vec<&str> = pairing.sources.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(sources, ["README.md", "docs/a.md", "docs/b.md"]);
}

#[test]
fn odd_paths_do_no_harm_and_order_does_not_matter() {
    let patterns = ". .. / .md de/.md a//b.md de//a.md 日本/ja/é.md 日本/en/é.md é-de/a.md é/a.md README..md README_.md \
        README_é.md -de/a.md .de/a.md x.de.md .de.md i18n/de/docusaurus-plugin-content-/x.md i18n/de/docusaurus-plugin-content-docs/x \
        /i18n/de/docusaurus-plugin-content-docs/current/x.md docs/x.md i18n//docusaurus-plugin-content-docs/current/x.md";
    let mut paths: Vec<&str> = patterns.split_whitespace().chain([""]).collect();
    paths.extend(["{x}/en/a.md", "{x}/de/a.md", "a b/en/c d.md", "a b/de/c d.md"]);
    let found = detect(&paths, "en", &Overrides::default());
    let shown: Vec<String> = found.layouts.iter().map(show).collect();
    assert_eq!(shown, ["a b/en/{path} <-> a b/{locale}/{path} [de]", "日本/en/{path} <-> 日本/{locale}/{path} [ja]"]);
    paths.reverse();
    assert_eq!(detect(&paths, "en", &Overrides::default()), found);
}

#[test]
fn folder_and_name_of_one_locale() {
    finds(
        "docs/{api,FAQ}.md docs/es/{api_es,FAQ_ES}.md docs/br/{api_br,FAQ_BR}.md docs/zh/{api,FAQ}.md docs/zh/README_ZH_CN.md docs/README.md",
        &[
            "docs/{dir}{name}.{ext} <-> docs/{locale}/{dir}{name}_BR.{ext} [br]",
            "docs/{dir}{name}.{ext} <-> docs/{locale}/{dir}{name}_br.{ext} [br]",
            "docs/{dir}{name}.{ext} <-> docs/{locale}/{dir}{name}_ES.{ext} [es]",
            "docs/{dir}{name}.{ext} <-> docs/{locale}/{dir}{name}_es.{ext} [es]",
            "docs/{dir}{name}.{ext} <-> docs/{locale}/{dir}{name}_ZH_CN.{ext} [zh]",
            "docs/{path} <-> docs/{locale}/{path} [br es zh]",
        ],
    );
    finds(
        "docs/en/{a,b}.md docs/de/{a-de,b-de}.md",
        &["docs/en/{dir}{name}.{ext} <-> docs/{locale}/{dir}{name}-de.{ext} [de]"],
    );
    finds(
        "notebooks/en/{quickstart_en,api}.md notebooks/ko/{quickstart_ko,api}.md notebooks/de/{quickstart_de,api}.md",
        &[
            "notebooks/en/{dir}{name}_en.{ext} <-> notebooks/{locale}/{dir}{name}_de.{ext} [de]",
            "notebooks/en/{dir}{name}_en.{ext} <-> notebooks/{locale}/{dir}{name}_ko.{ext} [ko]",
            "notebooks/en/{path} <-> notebooks/{locale}/{path} [de ko]",
        ],
    );
    // One page with a word behind its name is no habit.
    finds("docs/{log,a,b}.md docs/de/{log-de,a,b}.md", &["docs/{path} <-> docs/{locale}/{path} [de]"]);
}

#[test]
fn an_index_of_translations_is_no_source() {
    finds("README.md docs/README.md docs/{de,fr,ja}/README.md", &["README.md <-> docs/{locale}/README.md [de fr ja]"]);
    finds("README.md docs/README.md docs/{de,fr}/README.md", &["docs/README.md <-> docs/{locale}/README.md [de fr]"]);
    finds(
        "README.md docs/{README,a}.md docs/{de,fr,ja}/{README,a}.md",
        &["docs/{path} <-> docs/{locale}/{path} [de fr ja]"],
    );
}
