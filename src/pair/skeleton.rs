//! What of a line a translator leaves as it is: numbers, paths, flags, names, arrows and the marks of a tree.

/// A line taken apart. All lists are sorted.
#[derive(Debug, Default, PartialEq, Eq)]
struct Skeleton {
    /// What is the same in any language.
    fixed: Vec<String>,
    /// What may be a name or a compound: `hello-world`, `PASS/FAIL`, the word behind a branch of a tree.
    names: Vec<String>,
    /// Words joined by hyphens, in lower case, which may be a name and may be words.
    compounds: Vec<String>,
    /// Words, in lower case.
    words: Vec<String>,
}

/// How many words of a sentence differ in another language that shares some with English.
const TRANSLATED: usize = 3;

/// Letters of the longest word that only joins others.
const ARTICLE: usize = 3;

/// Two lines are the same sentence, label or sample in two languages: only their words differ.
pub fn is_same_prose(source: &str, target: &str) -> bool {
    let (ours, theirs) = (skeleton(source), skeleton(target));
    if (&ours.fixed, &ours.names) != (&theirs.fixed, &theirs.names) || is_statement(source) || is_statement(target) {
        return false;
    }
    let new = theirs.words.iter().filter(|word| !ours.words.contains(word)).count();
    let lost = ours.words.iter().filter(|word| !theirs.words.contains(word)).count();
    // A word alone is a label in a drawing; elsewhere it may be an argument.
    let drawn = ours.fixed.iter().any(|mark| is_mark(mark) && !mark.is_ascii());
    // What an arrow leads to is told, and names stand in what is told.
    let led = ours.fixed.iter().any(|mark| mark.contains(['→', '←', '⇒', '⇐']));
    let (beside_compounds, told) = if led { (1, 1) } else { (2, TRANSLATED) };
    if ours.compounds != theirs.compounds && new.min(lost) < beside_compounds {
        return false;
    }
    let least = if drawn { 1 } else { 2 };
    let another = new == theirs.words.len() && lost == ours.words.len() && new.min(lost) >= least;
    // "Hash of the chunk" for "Chunk hash": the same words, with articles between them.
    let article = |word: &String| ours.words.contains(word) || word.chars().count() <= ARTICLE;
    let joined = lost == 0 && ours.words.len() > 1 && theirs.words.iter().all(article);
    another || joined || new.min(lost) >= told
}

/// The same where the target is in another script: what it has in Latin letters is the source's.
pub fn is_same_in_other_script(source: &str, target: &str) -> bool {
    if !target.chars().any(is_apart) {
        return false;
    }
    let (ours, theirs) = (skeleton(source), skeleton(target));
    let said = source.to_lowercase();
    let mut latin = theirs.names.iter().chain(&theirs.compounds).chain(&theirs.words);
    (ours.fixed == theirs.fixed || without_units(&ours.fixed) == without_units(&theirs.fixed))
        && latin.all(|word| said.contains(word.to_lowercase().as_str()))
}

/// A line of a text whose other lines only differ in their words: it has words of its own in the place of the source's, the
/// same digits, and no path, name or flag that the source has not.
pub fn may_be_told(source: &str, target: &str) -> bool {
    let digits = |line: &'_ str| -> Vec<char> {
        let mut digits: Vec<char> = line.chars().filter(char::is_ascii_digit).collect();
        digits.sort_unstable();
        digits
    };
    let (ours, theirs) = (skeleton(source), skeleton(target));
    let is_known = |token: &String| ours.fixed.contains(token) || !token.contains(char::is_alphabetic);
    let is_lost = |word: &String| !theirs.words.contains(word);
    let is_new = |word: &String| !ours.words.contains(word);
    digits(source) == digits(target)
        && theirs.fixed.iter().all(is_known)
        && ours.words.iter().any(is_lost)
        && (theirs.words.iter().any(is_new) || target.chars().any(is_apart))
}

/// Numbers without the unit written together with them, which may be a word of the language: `30s`.
fn without_units(fixed: &[String]) -> Vec<&str> {
    const UNITS: [&str; 9] = ["s", "ms", "sec", "m", "min", "h", "d", "x", "k"];
    let number = |token: &str| token.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let bare = |token: &'_ String| -> usize {
        let stem = token.trim_end_matches(char::is_alphabetic);
        let is_measure = stem.ends_with(|c: char| c.is_ascii_digit())
            && number(stem.trim_start_matches('~'))
            && UNITS.contains(&&token[stem.len()..]);
        if is_measure { stem.len() } else { token.len() }
    };
    let mut out: Vec<&str> = fixed.iter().map(|token| &token[..bare(token)]).collect();
    out.sort_unstable();
    out
}

/// Two lines of a program's help tell of the same option: only what they say of it differs.
pub fn tell_of_one_option(source: &str, target: &str) -> bool {
    let (Some((option, ours)), Some((own, theirs))) = (told_option(source), told_option(target)) else { return false };
    option == own && is_sentence(ours) && (is_sentence(theirs) || theirs.chars().any(is_apart))
}

/// The option that a line begins with, its arguments in brackets among it, and what the line says of it.
fn told_option(line: &str) -> Option<(&str, &str)> {
    let is_part = |word: &str| word.starts_with(['-', '<', '[', '|', ',', '=']);
    let words = line.split(' ').take_while(|word| is_part(word)).map(str::len);
    let length = words.map(|length| length + 1).sum::<usize>();
    (line.starts_with('-') && length < line.len()).then(|| line.split_at(length))
}

/// Most of it are words, and there are several.
fn is_sentence(text: &str) -> bool {
    let tokens = || text.split_whitespace();
    let words = tokens().filter(|token| is_word(without_punctuation(token))).count();
    words >= TRANSLATED && words * 3 >= tokens().count() * 2
}

/// Lines of text: they end as sentences do, are long, and hold little that is no word.
pub fn are_text<'l>(lines: impl Iterator<Item = &'l str>) -> bool {
    /// Words of a text, and of its lines on average.
    const LEAST: usize = 12;
    const LONG: usize = 5;
    let (mut count, mut others, mut words, mut ends) = (0, 0, 0, false);
    for line in lines {
        count += 1;
        ends |= line.ends_with(['.', '!', '?', '。', '！', '？']);
        for token in line.split_whitespace() {
            // Two letters of a script without blanks are a word, about.
            match token.chars().filter(|c| is_apart(*c)).count() {
                0 if !is_word(without_punctuation(token)) => others += 1,
                apart => words += (apart / 2).max(1),
            }
        }
    }
    ends && words >= LEAST && words >= LONG * count && words >= 9 * others
}

/// Lines of nothing but marks that differ in their lengths, which depend on the words above: the ruler of a table.
pub fn are_rulers(source: &str, target: &str) -> bool {
    let marks = |line: &str| -> Vec<char> {
        let mut marks: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
        marks.dedup();
        marks
    };
    is_mark(source)
        && is_mark(target)
        && source.chars().filter(|c| "-=─".contains(*c)).nth(2).is_some()
        && marks(source) == marks(target)
}

/// Code, whatever its words are.
fn is_statement(line: &str) -> bool {
    let flag = |word: &str| word.strip_prefix("--").is_some_and(|name| name.starts_with(char::is_alphabetic));
    line.contains(['{', '}', ';', '=', '\\', '$']) || line.contains("&&") || line.split(' ').any(flag)
}

fn skeleton(line: &str) -> Skeleton {
    let line: String = line.replace("(s)", "s").chars().map(|c| if is_apart(c) { ' ' } else { c }).collect();
    let mut out = Skeleton::default();
    let mut names_file = false;
    for token in line.split_whitespace() {
        let inner = without_punctuation(token);
        match () {
            () if is_mark(token) => out.fixed.extend(mark(token)),
            () if is_letter(inner) => out.fixed.push(inner.to_owned()),
            () if is_word(inner) && !names_file => out.words.push(inner.to_lowercase()),
            () if inner.split('-').all(is_word) && !names_file => out.compounds.push(inner.to_lowercase()),
            () if inner.split(['-', '/']).all(is_word) => out.names.push(inner.to_owned()),
            () => out.fixed.push(inner.to_owned()),
        }
        names_file = token.starts_with(['├', '└']);
    }
    out.fixed.sort_unstable();
    out.names.sort_unstable();
    out.compounds.sort_unstable();
    out.words.sort_unstable();
    out
}

/// Punctuation of sentences before and after words; a file's name may begin with a full stop.
const OPENING: [char; 6] = ['(', '[', '"', '\'', '`', '*'];
const CLOSING: [char; 12] = ['.', ',', ':', ';', '!', '?', ')', ']', '"', '\'', '`', '*'];

fn without_punctuation(token: &str) -> &str {
    token.trim_start_matches(OPENING).trim_end_matches(CLOSING)
}

/// Letters and punctuation of scripts that no code is written in, and typographic punctuation. Arrows, lines and boxes
/// are marks.
fn is_apart(c: char) -> bool {
    c >= '\u{370}' && !('\u{2070}'..'\u{2c00}').contains(&c)
}

fn is_mark(token: &str) -> bool {
    !token.contains(char::is_alphanumeric)
}

/// A mark without the length of its lines, which depends on the words beside it; `None` for punctuation.
fn mark(token: &str) -> Option<String> {
    let mut out: Vec<char> = token.chars().collect();
    out.dedup();
    let punctuation = |c: &char| "-/".contains(*c) || OPENING.contains(c) || CLOSING.contains(c);
    (!out.iter().all(punctuation)).then(|| out.into_iter().collect())
}

/// One letter that stands for something, as `N` does; of those that are words of some language, none.
fn is_letter(text: &str) -> bool {
    matches!(text.as_bytes(), [letter] if letter.is_ascii_uppercase() && !b"AEIOUY".contains(letter))
}

/// Letters, with an apostrophe maybe; `camelCase` is a name.
fn is_word(text: &str) -> bool {
    let letters = text.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’'));
    let humps = text.chars().zip(text.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    !text.is_empty() && letters && !humps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_differ_and_nothing_else() {
        for (source, target) in [
            ("├── NOTES.md ← what the project is about", "├── NOTES.md ← プロジェクトの概要"),
            ("severity: HIGH (unless in .env.sample)", "severity: HIGH（.env.sampleにない場合）"),
            ("Skipped: 3 rules (2 duplicates, 1 conflict)", "スキップ: 3件のrules (2件の重複, 1件の競合)"),
            ("a.summary ─────→ review", "a.summary ──→ 审查"),
            ("Result: battle-tested [PASS/FAIL]", "結果：[通過/失敗]"),
            ("A well-known list of workshops", "显示所有的 workshop"),
            ("Attempt 1: ~30s (first request)", "尝试 1: ~30 秒（首次请求）"),
            ("├─ Step 3: review", "├─ ステップ 3：レビュー"),
        ] {
            assert!(is_same_in_other_script(source, target), "{source} {target}");
        }
        for (source, target) in [
            ("The least of [18,5,7] is 5", "Le minimum de [18,5,7] est 5"),
            ("│ Plan 04 needs Plan 02 │", "│ Für 04 braucht man erst 02 │"),
            ("Tests: +Y passed / -Z failed", "Testler: +Y geçti / -Z başarısız"),
            ("0 32 Chunk hash", "0 32 Hash del chunk"),
            ("0 N Room name (in UTF-8, null-ended)", "0 N Nom de la salle (en UTF-8, fini par null)"),
            ("→ planner makes a first plan", "→ planner erstellt einen Erst-Plan"),
        ] {
            assert!(is_same_prose(source, target), "{source} {target}");
        }
    }

    #[test]
    fn a_line_of_a_text_may_be_told() {
        assert!(may_be_told("N 4 Room index (big first, 0-based)", "N 4 Index de salle (le grand avant, de 0)"));
        assert!(may_be_told("- 8 bytes: Kept bytes (bit 0 = 1)", "- 8 bytes: Bytes guardados (bit 0 = 1)"));
        assert!(!may_be_told("open room_a", "ouvrir room_b") && !may_be_told("3 rooms", "4 salles"));
        assert!(!may_be_told("├── rooms", "├── roms"));
    }

    #[test]
    fn help_may_say_it_in_other_words() {
        for (source, target) in [
            ("--host <name> Connect to another host (default: localhost)", "--host <name> Si connette a un altro host"),
            ("-q, --quiet Print nothing at all", "-q, --quiet Skriv ikke noe"),
            ("--port <port> Port to use for it", "--port <port> 接続に使うポート"),
        ] {
            assert!(tell_of_one_option(source, target), "{source} {target}");
        }
        for (source, target) in [
            ("--host <name> Connect to another host", "--vert <navn> Koble til en annen vert"),
            ("--fast open door", "--fast åpne dør"),
            ("tool --fast all doors at once", "tool --fast alle dører på en gang"),
        ] {
            assert!(!tell_of_one_option(source, target), "{source} {target}");
        }
    }

    #[test]
    fn text_is_no_code() {
        assert!(are_text("You may hand on this plan and change it,\nas long as you keep these lines in it.".lines()));
        assert!(!are_text("git add plan\ngit commit plan\nnpm run build\nnpm run test all of it".lines()));
        assert!(!are_text("Ask first.".lines()));
    }

    #[test]
    fn rulers_are_as_long_as_their_words() {
        assert!(are_rulers("-----|----", "---|-------"));
        assert!(!are_rulers("-----|----", "-----|----|---") && !are_rulers("a---", "a--") && !are_rulers("{", "}"));
    }

    #[test]
    fn names_numbers_and_commands_are_the_same_in_any_language() {
        for (source, target) in [
            ("node hello-world.js", "node merhaba-dunya.js"),
            ("tool run 3", "tool run 4"),
            ("├── src the code", "├── kilde all kode"),
            ("node index.js test", "node index.js prueba"),
            ("listen(socket)", "lytt(sokkel)"),
            ("open the door --fast", "åpne denne døra --fast"),
            ("const dog = new Animal", "konst hund = ny Tier"),
            ("npm run build-all", "npm run bygg-alt"),
            ("size = 3 of them", "taille = 3 parmi eux"),
        ] {
            assert!(!is_same_prose(source, target), "{source} {target}");
        }
        for (source, target) in [("tool run 3", "工具 run 4"), ("tool apply file", "tool create 文件"), ("a b", "a c")]
        {
            assert!(!is_same_in_other_script(source, target), "{source} {target}");
        }
    }
}
