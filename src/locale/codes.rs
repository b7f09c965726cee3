//! The tables behind [`Locale`](super::Locale): which codes people use for locale folders.
//!
//! Data only. The languages are those with CLDR coverage or with a localization of a real project (Mozilla sites,
//! tldr, opensource.guide, doQumentation); ISO 639 codes that nobody localizes into are left out on purpose, because
//! each of them is one more folder name that could be taken for a locale.

use super::script::Script;

/// Two-letter language codes, sorted.
#[rustfmt::skip]
pub(super) const TWO: &[&str] = &[
    "af", "ak", "am", "an", "ar", "as", "az", "ba", "be", "bg", "bm", "bn", "bo", "br", "bs", "ca", "ce", "co", "cs",
    "cv", "cy", "da", "de", "dv", "dz", "ee", "el", "en", "eo", "es", "et", "eu", "fa", "ff", "fi", "fo", "fr", "fy",
    "ga", "gd", "gl", "gn", "gu", "gv", "ha", "he", "hi", "hr", "ht", "hu", "hy", "ia", "id", "ie", "ig", "is", "it",
    "iu", "ja", "jv", "ka", "ki", "kk", "kl", "km", "kn", "ko", "ks", "ku", "kw", "ky", "la", "lb", "lg", "ln", "lo",
    "lt", "lv", "mg", "mi", "mk", "ml", "mn", "mr", "ms", "mt", "my", "nb", "nd", "ne", "nl", "nn", "no", "ny", "oc",
    "om", "or", "os", "pa", "pl", "ps", "pt", "qu", "rm", "rn", "ro", "ru", "rw", "sa", "sc", "sd", "se", "sg", "si",
    "sk", "sl", "sn", "so", "sq", "sr", "st", "su", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tl", "tn", "to",
    "tr", "tt", "tw", "ug", "uk", "ur", "uz", "vi", "vo", "wa", "wo", "xh", "yi", "yo", "zh", "zu",
];

/// Three-letter language codes, sorted. English words among the codes (`bar`, `bug`, `new`, `war`, ...) are left out:
/// whoever has them names them in `[locales]`.
#[rustfmt::skip]
pub(super) const THREE: &[&str] = &[
    "ace", "ach", "ann", "anp", "arn", "ary", "arz", "asa", "ast", "awa", "ayc", "azb", "azz", "bas", "bci", "bcl",
    "bew", "bez", "bgc", "bgn", "bho", "bjn", "blo", "brx", "bss", "bxr", "byn", "cak", "cbk", "ccp", "ceb", "cgg",
    "chr", "chy", "cic", "ckb", "cnh", "crh", "csb", "csw", "dag", "dje", "doi", "dsb", "dty", "dyo", "dyu", "ebu",
    "efi", "ewo", "fil", "fon", "frp", "frr", "fvr", "gaa", "gcr", "gez", "glk", "gom", "gor", "gsw", "guc", "gug",
    "guz", "hak", "haw", "hif", "hil", "hmn", "hnj", "hrx", "hsb", "hus", "hye", "hyw", "iba", "ibb", "ilo", "ixl",
    "jam", "jbo", "jgo", "jmc", "kaa", "kab", "kaj", "kam", "kbd", "kbp", "kcg", "kde", "kea", "kgp", "khq", "kkj",
    "kln", "kmr", "kok", "kpe", "krc", "ksb", "ksf", "ksh", "kxv", "lfn", "lij", "lkt", "lld", "lmo", "lrc", "ltg",
    "luo", "luy", "luz", "lzh", "mai", "mdf", "meh", "mfe", "mgh", "mgo", "mhr", "min", "mix", "mjw", "mni", "mnw",
    "moh", "mua", "mwl", "myv", "mzn", "nan", "nap", "naq", "nds", "ngu", "nia", "nmg", "nnh", "nqo", "nso", "nus",
    "nyn", "osa", "pap", "pcd", "pcm", "pdc", "pfl", "pis", "pms", "pnb", "ppl", "prg", "prs", "quc", "quy", "quz",
    "qvi", "raj", "rhg", "rif", "rof", "rup", "rwk", "sah", "saq", "sat", "sbp", "scn", "sco", "sdc", "sdh", "seh",
    "ses", "sgs", "shi", "shn", "skr", "sma", "smj", "smn", "sms", "snk", "son", "srn", "stq", "swg", "syr", "szl",
    "tcy", "teo", "tet", "tig", "tok", "tpi", "trs", "trv", "trw", "tsz", "twq", "tyv", "tzm", "tzo", "udm", "vai",
    "vec", "vls", "vmw", "vro", "vun", "wae", "wal", "wbp", "wuu", "xal", "xcl", "xnr", "xog", "yav", "yrl", "yua",
    "yue", "zam", "zea", "zgh", "zza",
];

/// Codes above (and a few refused ones) that are also everyday folder names, sorted: words, file kinds, trade terms.
#[rustfmt::skip]
pub(super) const WORDS: &[&str] = &[
    "am", "an", "api", "app", "ar", "as", "bas", "be", "bin", "bs", "ca", "ce", "cli", "co", "cs", "css", "cv", "cy",
    "dag", "db", "dev", "do", "doc", "ee", "faq", "ff", "ga", "gn", "go", "ha", "he", "hi", "hr", "ht", "hus",
    "ia", "id", "ie", "img", "in", "io", "ip", "is", "it", "jam", "js", "kde", "kr", "la", "lg", "lib", "ln", "lo",
    "mai", "me", "meh", "mi", "min", "mix", "ml", "ms", "mt", "my", "nan", "nd", "ne", "no", "om", "or", "os", "pa",
    "pl", "polish", "pr", "ps", "py", "qu", "rm", "rs", "sa", "sat", "sc", "sd", "sdk", "se", "sg", "sh", "si", "so", "son",
    "sql", "src", "st", "su", "sw", "te", "tg", "ti", "tig", "tk", "tn", "to", "to-do", "tok", "ts", "tt", "tw", "ug",
    "ui", "us", "vi", "wa", "wal",
];

/// How a spelling that is no plain language code came about.
#[derive(Clone, Copy)]
pub(super) enum Habit {
    /// A country code in the place of a language.
    Country,
    /// A withdrawn ISO code.
    Legacy,
    /// Another code or a contraction (`jpn`, `chs`, `ptbr`).
    Other,
    /// The name of the language, in English or its own: there is nothing to remark on.
    Name,
}

/// Whole spellings (lower case) that stand for another tag, sorted by spelling.
#[rustfmt::skip]
pub(super) const HABITS: &[(&str, &str, Habit)] = &[
    ("arabic", "ar", Habit::Name), ("basque", "eu", Habit::Name), ("bd", "bn", Habit::Country),
    ("bengali", "bn", Habit::Name), ("br", "pt-BR", Habit::Country), ("brazilian-portuguese", "pt-BR", Habit::Name),
    ("bulgarian", "bg", Habit::Name), ("catalan", "ca", Habit::Name), ("chinese", "zh", Habit::Name),
    ("chinese-simplified", "zh-Hans", Habit::Name), ("chinese-traditional", "zh-Hant", Habit::Name),
    ("chs", "zh-Hans", Habit::Other), ("cht", "zh-Hant", Habit::Other), ("cn", "zh-CN", Habit::Country),
    ("croatian", "hr", Habit::Name), ("cz", "cs", Habit::Country), ("czech", "cs", Habit::Name),
    ("danish", "da", Habit::Name), ("deu", "de", Habit::Other), ("deutsch", "de", Habit::Name),
    ("dk", "da", Habit::Country), ("dutch", "nl", Habit::Name), ("eng", "en", Habit::Other),
    ("english", "en", Habit::Name), ("enus", "en-US", Habit::Other), ("espanol", "es", Habit::Name),
    ("español", "es", Habit::Name), ("esperanto", "eo", Habit::Name), ("estonian", "et", Habit::Name),
    ("farsi", "fa", Habit::Name), ("filipino", "fil", Habit::Name), ("finnish", "fi", Habit::Name),
    ("fra", "fr", Habit::Other), ("francais", "fr", Habit::Name), ("français", "fr", Habit::Name),
    ("french", "fr", Habit::Name), ("galician", "gl", Habit::Name), ("georgian", "ka", Habit::Name),
    ("german", "de", Habit::Name), ("gr", "el", Habit::Country), ("greek", "el", Habit::Name),
    ("hebrew", "he", Habit::Name), ("hindi", "hi", Habit::Name), ("hk", "zh-HK", Habit::Country),
    ("hungarian", "hu", Habit::Name), ("icelandic", "is", Habit::Name), ("il", "he", Habit::Country),
    ("in", "id", Habit::Legacy), ("indonesian", "id", Habit::Name), ("ir", "fa", Habit::Country),
    ("italian", "it", Habit::Name), ("italiano", "it", Habit::Name), ("iw", "he", Habit::Legacy),
    ("japanese", "ja", Habit::Name), ("ji", "yi", Habit::Legacy), ("jp", "ja", Habit::Country),
    ("jpn", "ja", Habit::Other), ("kazakh", "kk", Habit::Name), ("kor", "ko", Habit::Other),
    ("korean", "ko", Habit::Name), ("kr", "ko", Habit::Country), ("kz", "kk", Habit::Country),
    ("latvian", "lv", Habit::Name), ("lithuanian", "lt", Habit::Name), ("macedonian", "mk", Habit::Name),
    ("malay", "ms", Habit::Name), ("mo", "ro", Habit::Legacy), ("mongolian", "mn", Habit::Name),
    ("nepali", "ne", Habit::Name), ("norwegian", "no", Habit::Name), ("np", "ne", Habit::Country),
    ("persian", "fa", Habit::Name), ("pk", "ur", Habit::Country), ("polish", "pl", Habit::Name),
    ("polski", "pl", Habit::Name), ("portugues", "pt", Habit::Name), ("portuguese", "pt", Habit::Name),
    ("português", "pt", Habit::Name), ("ptbr", "pt-BR", Habit::Other), ("romanian", "ro", Habit::Name),
    ("rus", "ru", Habit::Other), ("russian", "ru", Habit::Name), ("se", "sv", Habit::Country),
    ("serbian", "sr", Habit::Name), ("sh", "sr-Latn", Habit::Legacy), ("simplified-chinese", "zh-Hans", Habit::Name),
    ("slovak", "sk", Habit::Name), ("slovenian", "sl", Habit::Name), ("spanish", "es", Habit::Name),
    ("swahili", "sw", Habit::Name), ("swedish", "sv", Habit::Name), ("tamil", "ta", Habit::Name),
    ("telugu", "te", Habit::Name), ("thai", "th", Habit::Name), ("traditional-chinese", "zh-Hant", Habit::Name),
    ("turkish", "tr", Habit::Name), ("tw", "zh-TW", Habit::Country), ("türkçe", "tr", Habit::Name),
    ("ua", "uk", Habit::Country), ("ukrainian", "uk", Habit::Name), ("urdu", "ur", Habit::Name),
    ("uzbek", "uz", Habit::Name), ("vietnamese", "vi", Habit::Name), ("vn", "vi", Habit::Country),
    ("zhcn", "zh-CN", Habit::Other), ("zho", "zh", Habit::Other), ("zhtw", "zh-TW", Habit::Other),
    ("ελληνικά", "el", Habit::Name), ("русский", "ru", Habit::Name), ("українська", "uk", Habit::Name),
    ("עברית", "he", Habit::Name), ("العربية", "ar", Habit::Name), ("فارسی", "fa", Habit::Name),
    ("हिन्दी", "hi", Habit::Name), ("中文", "zh", Habit::Name), ("日本語", "ja", Habit::Name),
    ("简体中文", "zh-Hans", Habit::Name), ("繁体中文", "zh-Hant", Habit::Name), ("繁體中文", "zh-Hant", Habit::Name),
    ("한국어", "ko", Habit::Name),
];

/// ISO 3166 regions, in lower case and sorted, with Crowdin's `em` and the UN areas that CLDR uses.
#[rustfmt::skip]
pub(super) const REGIONS: &[&str] = &[
    "001", "015", "145", "150", "419", "ad", "ae", "af", "ag", "ai", "al", "am", "ao", "ar", "as", "at", "au", "aw",
    "ax", "az", "ba", "bb", "bd", "be", "bf", "bg", "bh", "bi", "bj", "bl", "bm", "bn", "bo", "bq", "br", "bs", "bt",
    "bw", "by", "bz", "ca", "cc", "cd", "cf", "cg", "ch", "ci", "ck", "cl", "cm", "cn", "co", "cr", "cu", "cv", "cw",
    "cx", "cy", "cz", "de", "dj", "dk", "dm", "do", "dz", "ec", "ee", "eg", "eh", "em", "er", "es", "et", "eu", "fi",
    "fj", "fk", "fm", "fo", "fr", "ga", "gb", "gd", "ge", "gf", "gg", "gh", "gi", "gl", "gm", "gn", "gp", "gq", "gr",
    "gt", "gu", "gw", "gy", "hk", "hn", "hr", "ht", "hu", "id", "ie", "il", "im", "in", "io", "iq", "ir", "is", "it",
    "je", "jm", "jo", "jp", "ke", "kg", "kh", "ki", "km", "kn", "kp", "kr", "kw", "ky", "kz", "la", "lb", "lc", "li",
    "lk", "lr", "ls", "lt", "lu", "lv", "ly", "ma", "mc", "md", "me", "mf", "mg", "mh", "mk", "ml", "mm", "mn", "mo",
    "mp", "mq", "mr", "ms", "mt", "mu", "mv", "mw", "mx", "my", "mz", "na", "nc", "ne", "nf", "ng", "ni", "nl", "no",
    "np", "nr", "nu", "nz", "om", "pa", "pe", "pf", "pg", "ph", "pk", "pl", "pm", "pr", "ps", "pt", "pw", "py", "qa",
    "re", "ro", "rs", "ru", "rw", "sa", "sb", "sc", "sd", "se", "sg", "sh", "si", "sk", "sl", "sm", "sn", "so", "sr",
    "ss", "st", "sv", "sx", "sy", "sz", "tc", "td", "tg", "th", "tj", "tk", "tl", "tm", "tn", "to", "tr", "tt", "tv",
    "tw", "tz", "ua", "ug", "uk", "us", "uy", "uz", "va", "vc", "ve", "vg", "vi", "vn", "vu", "wf", "ws", "xk", "ye",
    "yt", "za", "zm", "zw",
];

/// Script subtags, in lower case, with what a reader sees.
#[rustfmt::skip]
pub(super) const SCRIPTS: &[(&str, Script)] = &[
    ("adlm", Script::Other), ("arab", Script::Arabic), ("armn", Script::Armenian), ("beng", Script::Bengali),
    ("cans", Script::Other), ("cher", Script::Other), ("cyrl", Script::Cyrillic), ("deva", Script::Devanagari),
    ("ethi", Script::Ethiopic), ("geor", Script::Georgian), ("grek", Script::Greek), ("gujr", Script::Gujarati),
    ("guru", Script::Gurmukhi), ("hans", Script::Han), ("hant", Script::Han), ("hebr", Script::Hebrew),
    ("jpan", Script::Japanese), ("khmr", Script::Khmer), ("knda", Script::Kannada), ("kore", Script::Korean),
    ("laoo", Script::Lao), ("latn", Script::Latin), ("mlym", Script::Malayalam), ("mong", Script::Other),
    ("mymr", Script::Myanmar), ("nkoo", Script::Other), ("olck", Script::Other), ("orya", Script::Odia),
    ("sinh", Script::Sinhala), ("syrc", Script::Other), ("taml", Script::Tamil), ("telu", Script::Telugu),
    ("tfng", Script::Other), ("thaa", Script::Other), ("thai", Script::Thai), ("tibt", Script::Tibetan),
];

/// Languages that are not written in Latin letters, with their likely script.
#[rustfmt::skip]
pub(super) const LIKELY: &[(Script, &[&str])] = &[
    (Script::Arabic, &["ar", "ary", "arz", "azb", "bgn", "ckb", "fa", "glk", "ks", "lrc", "mzn", "pnb", "prs", "ps",
        "rhg", "sd", "sdh", "skr", "ug", "ur"]),
    (Script::Armenian, &["hy", "hye", "hyw", "xcl"]),
    (Script::Bengali, &["as", "bn", "mni"]),
    (Script::Cyrillic, &["ba", "be", "bg", "bxr", "ce", "cv", "kbd", "kk", "krc", "ky", "mdf", "mhr", "mk", "mn",
        "myv", "os", "ru", "sah", "sr", "tg", "tt", "tyv", "udm", "uk", "xal"]),
    (Script::Devanagari, &["anp", "awa", "bgc", "bho", "brx", "doi", "dty", "gom", "hi", "kok", "mai", "mr", "ne",
        "raj", "sa", "xnr"]),
    (Script::Ethiopic, &["am", "byn", "gez", "ti", "tig", "wal"]),
    (Script::Georgian, &["ka"]),
    (Script::Greek, &["el"]),
    (Script::Gujarati, &["gu"]),
    (Script::Gurmukhi, &["pa"]),
    (Script::Han, &["hak", "lzh", "nan", "wuu", "yue", "zh"]),
    (Script::Hebrew, &["he", "yi"]),
    (Script::Japanese, &["ja"]),
    (Script::Kannada, &["kn", "tcy"]),
    (Script::Khmer, &["km"]),
    (Script::Korean, &["ko"]),
    (Script::Lao, &["lo"]),
    (Script::Malayalam, &["ml"]),
    (Script::Myanmar, &["mnw", "my", "shn"]),
    (Script::Odia, &["or"]),
    (Script::Other, &["ccp", "chr", "csw", "dv", "iu", "nqo", "osa", "sat", "shi", "syr", "vai", "zgh"]),
    (Script::Sinhala, &["si"]),
    (Script::Tamil, &["ta"]),
    (Script::Telugu, &["te"]),
    (Script::Thai, &["th"]),
    (Script::Tibetan, &["bo", "dz"]),
];

/// A language (or language and region) written from right to left in a script that [`Script`] does not name.
pub(super) const OTHER_RTL: &[&str] = &["dv", "nqo", "syr"];

/// The regions that a bare language means, the likeliest first, in lower case.
#[rustfmt::skip]
pub(super) const HOMES: &[(&str, &[&str])] = &[
    ("af", &["za"]), ("am", &["et"]), ("ar", &["eg", "sa"]), ("az", &["az"]), ("be", &["by"]), ("bg", &["bg"]),
    ("bn", &["bd", "in"]), ("bs", &["ba"]), ("ca", &["es"]), ("cs", &["cz"]), ("cy", &["gb"]), ("da", &["dk"]),
    ("de", &["de"]), ("el", &["gr"]), ("en", &["us", "gb"]), ("es", &["es"]), ("et", &["ee"]), ("eu", &["es"]),
    ("fa", &["ir"]), ("fi", &["fi"]), ("fil", &["ph"]), ("fr", &["fr"]), ("fy", &["nl"]), ("ga", &["ie"]),
    ("gl", &["es"]), ("gu", &["in"]), ("he", &["il"]), ("hi", &["in"]), ("hr", &["hr"]), ("hu", &["hu"]),
    ("hy", &["am"]), ("id", &["id"]), ("is", &["is"]), ("it", &["it"]), ("ja", &["jp"]), ("ka", &["ge"]),
    ("kk", &["kz"]), ("km", &["kh"]), ("kn", &["in"]), ("ko", &["kr"]), ("lo", &["la"]), ("lt", &["lt"]),
    ("lv", &["lv"]), ("mk", &["mk"]), ("ml", &["in"]), ("mn", &["mn"]), ("mr", &["in"]), ("ms", &["my"]),
    ("my", &["mm"]), ("nb", &["no"]), ("ne", &["np"]), ("nl", &["nl"]), ("nn", &["no"]), ("no", &["no"]),
    ("pa", &["in"]), ("pl", &["pl"]), ("pt", &["br", "pt"]), ("ro", &["ro"]), ("ru", &["ru"]), ("si", &["lk"]),
    ("sk", &["sk"]), ("sl", &["si"]), ("sq", &["al"]), ("sr", &["rs"]), ("sv", &["se"]), ("sw", &["ke", "tz"]),
    ("ta", &["in", "lk"]), ("te", &["in"]), ("th", &["th"]), ("tl", &["ph"]), ("tr", &["tr"]), ("uk", &["ua"]),
    ("ur", &["pk"]), ("uz", &["uz"]), ("vi", &["vn"]), ("zu", &["za"]),
];

/// Other tags (lower case) under which web sites keep the same language.
pub(super) const ALIASES: &[(&str, &[&str])] =
    &[("fil", &["tl"]), ("nb", &["no", "no-no"]), ("no", &["nb", "nb-no"]), ("tl", &["fil"])];

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(list: &[&str]) -> bool {
        list.windows(2).all(|pair| pair[0] < pair[1])
    }

    #[test]
    fn tables_that_are_searched_are_sorted() {
        assert!(sorted(TWO));
        assert!(sorted(THREE));
        assert!(WORDS.windows(2).all(|pair| pair[0] <= pair[1]), "{WORDS:?}");
        assert!(sorted(REGIONS));
        assert!(HABITS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn every_likely_language_is_known() {
        for language in LIKELY.iter().flat_map(|(_, list)| *list) {
            assert!(TWO.contains(language) || THREE.contains(language), "{language}");
        }
    }
}
