//! Examples of the target that the source has as one, with a choice: `run start` and `run stop` are `run {{start|stop}}`.

use super::Pair;
use super::command::lone_code;

/// How many ways there are to read one word.
const WAYS: usize = 64;

/// The code of the source that has the command in block `command` of the target as one of those to choose from.
#[must_use]
pub fn joined(pair: &Pair<'_, '_>, command: u32) -> Option<u32> {
    let theirs = words(lone_code(pair.target, pair.target.blocks.get(command as usize)?)?.of(pair.target.text));
    let choice =
        |code: &&str| code.split("{{").skip(1).any(|piece| !piece.starts_with(['[', '-']) && piece.contains('|'));
    let holds = |code: &str| {
        let ours = words(code);
        let shared = |(a, b): (&Vec<String>, &Vec<String>)| a.iter().any(|way| b.contains(way));
        ours.len() == theirs.len() && ours.iter().zip(&theirs).all(shared)
    };
    let code = |at: u32| lone_code(pair.source, &pair.source.blocks[at as usize]).map(|code| code.of(pair.source.text));
    (0..pair.source.blocks.len() as u32).find(|&at| code(at).filter(choice).is_some_and(holds))
}

/// The words of a command, each with all the ways that its choices leave to read it; samples are left out.
fn words(code: &str) -> Vec<Vec<String>> {
    let code = code.strip_prefix("sudo ").unwrap_or(code);
    let (mut words, mut from, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ' ' if depth == 0 => {
                words.push(&code[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    words.push(&code[from..]);
    words.into_iter().filter(|word| !word.is_empty()).map(ways).collect()
}

fn ways(word: &str) -> Vec<String> {
    let mut pieces = word.split("{{");
    let mut ways = vec![pieces.next().unwrap_or_default().to_owned()];
    for piece in pieces {
        let (inner, rest) = piece.split_once("}}").unwrap_or((piece, ""));
        let choices = inner.trim_start_matches('[').trim_end_matches(']').split('|');
        let choices: Vec<&str> = if inner.contains('|') { choices.map(str::trim).collect() } else { vec!["{{}}"] };
        let next = ways.iter().flat_map(|way| choices.iter().map(move |choice| format!("{way}{choice}{rest}")));
        ways = next.take(WAYS).collect();
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn choices_are_ways_to_read_a_word() {
        let read = |code: &str| words(code).iter().map(|ways| ways.join("/")).collect::<Vec<_>>().join(" ");
        assert_eq!(read("sudo wall {{on|off}}"), "wall on/off");
        assert_eq!(
            read("play --{{next|last}} {{[-f|--file]}} {{path/to/my file}}"),
            "play --next/--last -f/--file {{}}"
        );
    }
}
