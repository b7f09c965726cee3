#!/usr/bin/env python3
"""Makes the model that tells English from other languages: src/language/weights.bin and src/language/odds.txt.

train_english.py CORPORA OUT [--without NAME]... [--without-language CODE]...
                                                   trains on all corpora and languages but those named
train_english.py CORPORA --segments NAME           prints `label<TAB>locale<TAB>text` of one corpus, for measuring

CORPORA holds unpacked documentation trees, as in the table below. Only languages in Latin script are learned. English
left over in a translated tree is no example of its language: segments that stand in an English tree, or most of whose
word triples do, or that are full of English function words, are left out. Deterministic: same input, same bytes.

Words are read the same way in src/language/words.rs, hashes and scores computed so in src/language/model.rs.
"""
import collections, math, os, random, re, struct, sys

CORPORA = {  # name: (folder of the source, folder of a locale, locales left out)
    "fastapi": ("fastapi/docs/en/docs", "fastapi/docs/{}/docs", ()),
    "electron": ("electron/content/en-US", "electron/content/{}", ()),
    "legal": ("legal/en", "legal/{}", ()),
    "otel": ("otel/content/en", "otel/content/{}", ()),
    "tldr": ("tldr/pages", "tldr/pages.{}", ()),
    "www-ftl": ("www-ftl/en", "www-ftl/{}", ("sco",)),  # Scots is too near
}
# Full of English that its source has since reworded: no example of other languages.
ONLY_ENGLISH = ("electron",)
SIZE = 1 << 16
WORDS = 8000
UNKNOWN = -20
EPOCHS = 5
PER_ROOT = 40  # examples of a language in an epoch, by square root of how many there are
RATE, DECAY = 0.25, 1e-6
FUNCTION = frozenset("the of and to is are was were you your this that with for from be been not have has will would can "
                     "should by which when where what how if they their it its we our or an".split())

LETTER = "a-zA-Z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff"
EDGES = re.compile(f"^[^{LETTER}0-9_@#$/\\\\]+|[^{LETTER}0-9_@#$/\\\\]+$")
PLAIN = re.compile(f"[{LETTER}]+(?:['’-][{LETTER}]+)*")


def words_of(text):
    """The words of a text: tokens that are identifiers, paths, versions or hold foreign letters are none."""
    words = []
    for token in text.split():
        token = EDGES.sub("", token)
        if not PLAIN.fullmatch(token):
            continue
        for part in re.split("-", token.replace("’", "'")):
            letters = [c for c in part if c != "'"]
            inside = any(c != c.lower() for c in letters[1:]) and any(c != c.upper() for c in letters)
            if letters and not inside:
                words.append(part.lower())
    return words


def fnv(text, seed):
    for c in text:
        seed = ((seed ^ ord(c)) * 16777619) & 0xFFFFFFFF
    return (seed ^ (seed >> 16)) & (SIZE - 1)


class Features(dict):
    """The cells of a word: its character n-grams of one to four, and the word itself, twice."""

    def __missing__(self, word):
        padded = f" {word} "
        cells = [fnv(padded[i : i + n], 2166136261) for n in (1, 2, 3, 4) for i in range(len(padded) - n + 1)
                 if n > 1 or padded[i] != " "]
        self[word] = cells = tuple(cells + [fnv(word, 84696351)] * 2)
        return cells


# --- segments -----------------------------------------------------------------------------------------------------

BLOCKS = re.compile(r"^(\s*)(```+|~~~+).*?^\s*\2`*~*[ \t]*$|<!--.*?-->|\{\{<\s*/?\s*.*?>\}\}|<(script|style)\b.*?</\3>", re.S | re.M)
INLINE = re.compile(r"`+[^`]*`+|!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])|\{\{.*?\}\}|\{%.*?%\}|\{[^{}]*\}|</?[A-Za-z][^>]*>|https?://\S+|\S+@\S+\.\S+|\[\^[^\]]*\]|&\w+;|\$\{[^}]*\}")
LINKS = re.compile(r"\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])")
START = re.compile(r"^\s*(?:#{1,6}\s|[-*+]\s|\d+[.)]\s|>\s?|\|)")


def clean(text):
    return re.sub(r"[*_~\\]+", lambda m: " " if m[0] in ("_", "\\") else "", LINKS.sub(r"\1", INLINE.sub(" ", text))).strip()


def markdown(text):
    front = re.match(r"---\n(.*?)\n---\n", text, re.S)
    if front:
        text = text[front.end():]
        for value in re.findall(r"^(?:title|description):[ \t]*[\"']?([^\n>|].*?)[\"']?$", front[1], re.M):
            yield value
    text, held = BLOCKS.sub("\n", text), []
    for line in text.split("\n") + [""]:
        if not line.strip() or START.match(line) or re.match(r"\s*(:::|!!!|///|import |export |\[[^\]]+\]:|---|===)", line) or line.startswith("    ") and not held:
            if held:
                yield " ".join(held)
            held = []
        if "|" in line and line.strip().startswith("|"):
            yield from line.strip().strip("|").split("|")
        elif START.match(line):
            held = [START.sub("", line, count=2)]
        elif line.strip() and not re.match(r"\s*(:::|!!!|///|import |export |\[[^\]]+\]:|---|===)", line) and (held or not line.startswith("    ")):
            held.append(line.strip())


def fluent(text):
    held = None
    for line in text.split("\n") + ["x ="]:
        start = re.match(r"(?:\s+\.|-)?[a-zA-Z][\w-]*\s*=\s*(.*)", line.lstrip() if line.lstrip().startswith(".") else line)
        if start or line.startswith("#"):
            if held:
                yield " ".join(held)
            held = [start[1]] if start else None
        elif held is not None and line.strip() and not re.match(r"\s*(\*?\[|\})", line):
            held.append(line.strip())


def segments(root, folder):
    """The segments of a tree, without repetition, in the order of the files."""
    seen = {}
    for path, folders, names in os.walk(os.path.join(root, folder)):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".md", ".mdx", ".ftl")) and name != "llm-prompt.md":
                with open(os.path.join(path, name), encoding="utf-8", errors="replace") as file:
                    text = file.read()
                for raw in fluent(text) if name.endswith(".ftl") else markdown(text):
                    seen.setdefault(clean(raw))
    return [text for text in seen if text]


def is_latin(text):
    letters = [c for c in text if c.isalpha()]
    return sum(bool(re.match(f"[{LETTER}]", c)) for c in letters) * 100 > 92 * len(letters)


def triples(words):
    return list(zip(words, words[1:], words[2:]))


class English:
    """What the English trees say: to find their words in translated trees."""

    def __init__(self, trees):
        self.words = [words_of(text) for tree in trees for text in tree]
        self.whole = {" ".join(words) for words in self.words}
        self.triples = {triple for words in self.words for triple in triples(words)}

    def holds(self, words):
        """These words are English text left in a translation."""
        if " ".join(words) in self.whole:
            return True
        known = triples(words)
        if known and sum(triple in self.triples for triple in known) * 10 >= 6 * len(known):
            return True
        return len(words) >= 4 and sum(word in FUNCTION for word in words) * 3 >= len(words)


def locales(root, name):
    source, folder, left_out = CORPORA[name]
    before, after = os.path.join(root, folder).split("{}")
    for entry in sorted(os.listdir(os.path.dirname(before + "x"))):
        start = before + entry if before.endswith("/") else os.path.dirname(before + "x") + "/" + entry
        if not start.startswith(before) or not os.path.isdir(start + after):
            continue
        locale = start[len(before):]
        if start + after != os.path.join(root, source) and not re.match("en([-_]|$)", locale) and locale not in left_out:
            yield locale, (start + after)[len(root):].lstrip("/")


# --- training -----------------------------------------------------------------------------------------------------

def load(root, without, without_languages):
    """English segments, and those of each other language, as lists of words."""
    names = [name for name in CORPORA if name not in without]
    trees = [segments(root, CORPORA[name][0]) for name in CORPORA]
    english = English(trees)
    kept, others = collections.Counter(), collections.defaultdict(dict)
    for name in names:
        for locale, folder in locales(root, name):
            language = re.split("[-_]", locale)[0].replace("nb", "no")
            texts = segments(root, folder)
            latin = [text for text in texts if is_latin(text)]
            for text in latin if 2 * len(latin) > len(texts) else ():
                words = words_of(text)
                if not words:
                    continue
                if english.holds(words):
                    kept[" ".join(words)] += 1
                elif name not in ONLY_ENGLISH:
                    others[language].setdefault(" ".join(words))
    own = {}
    for name, tree in zip(CORPORA, trees):
        for text in tree if name in names else ():
            words = " ".join(words_of(text))
            # A few words that many languages keep are a name.
            if words and (kept[words] < 4 or words.count(" ") > 3):
                own.setdefault(words)
    split = lambda texts: [text.split(" ") for text in texts]
    return names, split(own), {language: split(others[language]) for language in sorted(others)
                                     if len(others[language]) >= 50 and language not in without_languages}


def odds_of(english, others):
    """Log-odds of the commonest English words, in tenths."""
    share = lambda texts: collections.Counter(word for words in texts for word in set(words))
    ours, total = share(english), len(english)
    theirs, rest = collections.Counter(), 0.0
    for texts in others.values():
        scale = math.sqrt(len(texts)) / len(texts)
        for word, count in share(texts).items():
            theirs[word] += count * scale
        rest += math.sqrt(len(texts))
    common = sorted((word for word in ours if ours[word] >= 3 and len(word) > 1 or word in ("a", "i")),
                    key=lambda word: (-ours[word], word))[:WORDS]
    value = lambda word: math.log((ours[word] + 0.1) / total / ((theirs[word] + 0.02) / rest))
    return {word: max(-60, min(60, round(10 * value(word)))) for word in common}


def train(english, others):
    """Logistic regression by AdaGrad; each example comes whole and as a window of one to six words."""
    dice, cells = random.Random(20), Features()
    weights, squares, bias = [0.0] * SIZE, [1e-2] * SIZE, 0.0
    for epoch in range(EPOCHS):
        examples = []
        for language, texts in others.items():
            wanted = min(len(texts), int(PER_ROOT * math.sqrt(len(texts))))
            examples += [(words, 0.0) for words in dice.sample(texts, wanted)]
        count = len(examples)
        examples += [(words, 1.0) for words in (dice.sample(english, min(count, len(english))))]
        balance = count / (len(examples) - count)
        dice.shuffle(examples)
        wrong = 0
        for words, label in examples:
            length = dice.randint(1, 6)
            start = dice.randint(0, max(0, len(words) - length))
            for window in (words[:40], words[start : start + length]):
                hit = [cell for word in window for cell in cells[word]]
                norm = 1 / math.sqrt(len(hit))
                score = sum(map(weights.__getitem__, hit)) * norm + bias
                error = label - 1 / (1 + math.exp(-max(-30, min(30, score))))
                wrong += abs(error) > 0.5
                if abs(error) < 0.02:
                    continue
                step = error * norm * (balance if label else 1.0)
                square = step * step
                bias += 0.02 * error
                for cell in hit:
                    squares[cell] += square
                    weights[cell] += RATE * step / math.sqrt(squares[cell]) - DECAY * weights[cell]
        print(f"epoch {epoch}: {len(examples)} examples, {wrong / 2 / len(examples):.3%} wrong", file=sys.stderr)
    return weights, bias


def write(out, names, weights, bias, odds):
    scale = sorted(map(abs, weights))[-SIZE // 1000] / 127
    table = bytes(struct.pack("b", max(-127, min(127, round(weight / scale))))[0] for weight in weights)
    made = f"by tools/train_english.py from: {', '.join(names)}"
    with open(os.path.join(out, "weights.bin"), "wb") as file:
        file.write(f"# scale {scale:.6f} bias {bias:.6f}; {SIZE} signed bytes, {made}\n".encode() + table)
    groups = collections.defaultdict(list)
    for word, value in odds.items():
        groups[value].append(word)
    with open(os.path.join(out, "odds.txt"), "w", encoding="utf-8") as file:
        print(f"# log-odds in tenths of {len(odds)} English words, {made}", file=file)
        for value in sorted(groups):
            print(value, *sorted(groups[value]), file=file)


def measure(root, name):
    english = English([segments(root, CORPORA[name][0])])
    for text in segments(root, CORPORA[name][0]):
        print("english", "en", text, sep="\t")
    for locale, folder in locales(root, name):
        for text in segments(root, folder):
            words = words_of(text)
            print("leftover" if words and is_latin(text) and english.holds(words) else "translated", locale, text, sep="\t")


def main():
    arguments = sys.argv[1:]
    if "--segments" in arguments:
        return measure(arguments[0], arguments[2])
    values = lambda name: [arguments[at + 1] for at, word in enumerate(arguments) if word == name]
    names, english, others = load(arguments[0], values("--without"), values("--without-language"))
    print(len(english), "English;", ", ".join(f"{language} {len(texts)}" for language, texts in others.items()), file=sys.stderr)
    weights, bias = train(english, others)
    write(arguments[1], names, weights, bias, odds_of(english, others))


main()
