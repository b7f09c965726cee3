#!/usr/bin/env python3
"""Makes src/language/words.txt: the commonest English words of documentation, for telling words from names.

words.py CORPORA > src/language/words.txt

CORPORA holds unpacked documentation trees; their English folders are read. A word counts where it is written in lower
case in running text. Deterministic: same input, same bytes.
"""
import collections, os, re, sys

ENGLISH = ("fastapi/docs/en", "electron/content/en-US", "legal/en", "otel/content/en", "tldr/pages", "www-ftl/en")
SIZE = 9000
CODE = re.compile(r"```.*?```|~~~.*?~~~|`[^`\n]*`|<[^>\n]*>|\{\{.*?\}\}|\{[^}\n]*\}|\]\([^)]*\)|https?://\S+|^---\n.*?^---\n", re.S | re.M)
WORD = re.compile(r"(?<![\w.@/$-])[a-z]{2,20}(?:'[a-z]{1,2})?(?![\w@/=(]|\.\w)")


def texts(root):
    for part in ENGLISH:
        for folder, _, files in sorted(os.walk(os.path.join(root, part))):
            for name in sorted(files):
                if name.endswith((".md", ".ftl")):
                    with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                        yield part, file.read()


def main():
    pages, corpora = collections.Counter(), collections.defaultdict(set)
    for part, text in texts(sys.argv[1]):
        if part == "www-ftl/en":
            text = re.sub(r"^[\w-]+ =|^\s*\.[\w-]+ =|^#.*$", "", text, flags=re.M)
        for word in set(WORD.findall(CODE.sub(" ", text))):
            pages[word] += 1
            corpora[word].add(part)
    # A word of one project alone may be its jargon: it must be common there. The name of a command is a word only
    # where people who write of other things use it too.
    commands = {name[:-3] for _, _, files in os.walk(os.path.join(sys.argv[1], "tldr/pages")) for name in files}
    plain = lambda w: w not in commands or corpora[w] & {"legal/en", "www-ftl/en"}
    kept = [(n, w) for w, n in pages.items() if (len(corpora[w]) >= 2 and n >= 3 or n >= 8) and plain(w)]
    kept.sort(key=lambda pair: (-pair[0], pair[1]))
    words = sorted(w for _, w in kept[:SIZE])
    print(f"# {len(words)} English words, by tools/words.py from: {', '.join(ENGLISH)}")
    print("\n".join(words))


main()
