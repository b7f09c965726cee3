#!/usr/bin/env python3
"""Makes the lexicon that tells which words translate which English ones: src/pair/lexicon/words.bin.

train_lexicon.py OUT TEXTS...

TEXTS are the outputs of `cargo run --release --example texts -- PROJECT...`, one line `locale<TAB>English<TAB>translation` for
every pair of blocks. words.bin was made of the corpora that its first line names, each a file, and of the packages in
lexicon_packages.txt, all in one file. A word of a translation translates a word of English where the two stand in the same
pairs: Dice's coefficient and the log-likelihood ratio of Dunning (1993) are high, and each is among the best for the other,
after Melamed (2000). What passes lower bars only is weak: it is evidence among others, and tells nothing by itself. Words that
a translation keeps from its source are left out. A stem is sure if most translations of it have one of its words: where none
is found, that tells something. Deterministic: same input, same bytes.

Words are read and hashed the same way in src/pair/lexicon/words.rs; the file is read in src/pair/lexicon.rs.
"""
import collections, math, os, re, struct, sys

LEAST_PAIRS = 1400  # of a language that is learned
LONGEST = 700  # characters of a text that is learned from
TIMES, LIKELIHOOD = 3, 15
# Dice's coefficient, and how many translations a stem and a word may have.
STRONG, WEAK = (0.2, 3, 2), (0.08, 6, 4)
SURE = 0.5  # share of the texts with a stem whose translations have one of its words
DOUBT = 4  # texts that are taken to have none, for stems of few texts
STEMS = 1 << 12
LANGUAGES = {"nb": "no", "nn": "no"}
STOP = frozenset("""the of and to is are was were be been you your this that these those with for from in on at by as an or if it
    its can will not have has had do does may when which where what how who then than but so into about more most all any other
    also such only no their they them our we us there here each one use used using""".split())
ENGLISH = re.compile(r"[A-Za-z]+")
# Scripts that write no blanks between words, and Hangul, whose words hold particles.
WIDE = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7AF))
MARKS = ((0x0300, 0x036F), (0x0591, 0x05BD), (0x0610, 0x061A), (0x064B, 0x065F), (0x0900, 0x0DFF))
PREFIX = 5  # characters of a word that count, of what has endings
STEM = 6


def within(c, ranges):
    return any(low <= ord(c) <= high for low, high in ranges)


def stem(word):
    """An English word without its ending, cut short."""
    word = word.lower()
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word[:STEM]


def english(text):
    words = (word for word in ENGLISH.findall(text) if len(word) > 1 and not word.isupper())
    return {stem(word) for word in words if word.lower() not in STOP}


def foreign(text):
    """Beginnings of words, and pairs of characters where words are not told apart."""
    out, narrow, wide = set(), "", ""
    for c in text.lower() + " ":
        is_wide = within(c, WIDE)
        is_narrow = not is_wide and (c.isalpha() or within(c, MARKS))
        if not is_wide:
            out |= {wide} if len(wide) == 1 else {wide[at : at + 2] for at in range(len(wide) - 1)}
            wide = ""
        if not is_narrow:
            out |= {narrow[:PREFIX]} if len(narrow) > 1 else set()
            narrow = ""
        wide, narrow = (wide + c if is_wide else wide), (narrow + c if is_narrow else narrow)
    return out


def fnv(text):
    seed = 0x811C9DC5
    for c in text:
        seed = ((seed ^ ord(c)) * 16777619) & 0xFFFFFFFF
    return seed ^ (seed >> 16)


def read(paths):
    pairs = collections.defaultdict(set)
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for line in file:
                locale, ours, theirs = line.rstrip("\n").split("\t")
                language = locale.split("-")[0]
                if language != "en" and ours and theirs and ours != theirs and len(ours) <= LONGEST:
                    pairs[LANGUAGES.get(language, language)].add((ours, theirs))
    return pairs


def ratio(both, one, other, total):
    """Dunning's log-likelihood ratio; 0 for what is rarer together than by chance."""
    if both * total <= one * other:
        return 0
    entropy = lambda *counts: sum(n * math.log(n / sum(counts)) for n in counts if n)
    a, b, c, d = both, one - both, other - both, total - one - other + both
    return 2 * (entropy(a, b, c, d) - entropy(a + b, c + d) - entropy(a + c, b + d))


def best(by_stem, by_word, dice, of_stem, of_word):
    """The pairs of which each is among the best for the other."""
    stems = {y: {x for less, x in sorted(all)[:of_word] if -less >= dice} for y, all in by_word.items()}
    return {(x, y) for x, all in by_stem.items() for less, y in sorted(all)[:of_stem] if -less >= dice and x in stems[y]}


def learn(pairs):
    """(stem, word of the language, whether it is weak) of what translates what, and the stems that are sure."""
    ours, theirs, both = collections.Counter(), collections.Counter(), collections.Counter()
    texts = []
    for one, other in sorted(pairs):
        kept = {word.lower()[:PREFIX] for word in ENGLISH.findall(one)}
        stems, words = sorted(english(one)), sorted(foreign(other) - kept)
        if stems and words:
            texts.append((stems, words))
            ours.update(stems)
            theirs.update(words)
            both.update((x, y) for x in stems for y in words)
    total = len(texts)
    by_stem, by_word = collections.defaultdict(list), collections.defaultdict(list)
    for (x, y), times in both.items():
        dice = 2 * times / (ours[x] + theirs[y])
        if times >= TIMES and dice >= WEAK[0] and ratio(times, ours[x], theirs[y], total) >= LIKELIHOOD:
            by_stem[x].append((-dice, y))
            by_word[y].append((-dice, x))
    weak, strong = (best(by_stem, by_word, *bars) for bars in (WEAK, STRONG))
    learned = collections.defaultdict(set)
    for x, y in weak:
        learned[x].add(y)
    found = collections.Counter(x for stems, words in texts for x in stems if not learned.get(x, set()).isdisjoint(words))
    sure = {x for x in learned if found[x] >= SURE * (ours[x] + DOUBT)}
    return sorted((x, y, (x, y) not in strong) for x, y in weak), sure


def main():
    out, paths = sys.argv[1], sys.argv[2:]
    pairs = read(paths)
    learned = {language: learn(all) for language, all in sorted(pairs.items()) if len(all) >= LEAST_PAIRS}
    used = collections.Counter(x for entries, _ in learned.values() for x in {x for x, *_ in entries})
    kept = sorted(sorted(used, key=lambda x: (-used[x], x))[:STEMS], key=fnv)
    number = {x: at for at, x in enumerate(kept)}
    names = ", ".join(os.path.basename(path).split(".")[0] for path in paths)
    data = f"# Which words translate which English ones, by tools/train_lexicon.py from: {names}\n".encode()
    data += struct.pack("<HH", len(kept), len(learned)) + b"".join(struct.pack("<I", fnv(x)) for x in kept)
    for language, (entries, sure) in learned.items():
        bits = sum(1 << number[x] for x in sure if x in number)
        packed = sorted({fnv(y) >> 13 << 13 | is_weak << 12 | number[x] for x, y, is_weak in entries if x in number})
        data += struct.pack("<4sI", language.encode(), len(packed)) + b"".join(struct.pack("<I", one) for one in packed)
        data += bits.to_bytes((len(kept) + 7) // 8, "little")
    with open(out, "wb") as file:
        file.write(data)
    print(f"{len(learned)} languages, {len(kept)} stems, {len(data)} bytes")


if __name__ == "__main__":
    main()
