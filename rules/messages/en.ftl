# What fidus says about a page. A message is one line without final period; its help says what to do.
# Text arguments are quoted by back-ticks here, never in the code.

placeholder-missing = { $count ->
    [one] placeholder `{ $expected }` is missing
   *[other] placeholders `{ $expected }` are missing
}
    .help = { $count ->
        [one] put `{ $expected }` back where the sentence needs it
       *[other] put them back where the sentence needs them
    }
placeholder-missing-block = { $count ->
    [one] placeholder `{ $expected }` is missing
   *[other] placeholders `{ $expected }` are missing
}
    .help = { $count ->
        [one] put `{ $expected }` back between the blocks where the source has it
       *[other] put them back between the blocks where the source has them
    }
placeholder-missing-often = placeholder `{ $expected }` is missing, in this message and in others
    .help = put `{ $expected }` back where the name should follow the brand's, or leave the locale's own words
placeholder-added = placeholder `{ $found }` is not in the source
    .help = remove `{ $found }`, or add it to the source first
placeholder-changed = placeholder `{ $found }` differs from the source's `{ $expected }`
    .help = write `{ $written }`: names in placeholders are never translated
    .drift = write `{ $written }`, as the source has it now
placeholder-changed-case = placeholder `{ $found }` differs from the source's `{ $expected }` in upper and lower case
    .help = write `{ $written }`: names in placeholders are looked up letter by letter
placeholder-changed-other = placeholder `{ $found }` stands where the source has `{ $expected }`
    .help = write `{ $written }`, or say why another is right with an allow entry
placeholder-changed-blanks = words in braces like `{ $expected }` are translated on this page
    .help = leave the blanks of a form translated; write names that a program looks up as the source has them
placeholder-changed-words = placeholder `{ $found }` shows other words than the source's `{ $expected }`
    .help = translate words that readers see; write those that a program looks up as the source has them
placeholder-malformed = placeholder `{ $found }` is damaged; the source has `{ $expected }`
    .help = write `{ $expected }`, delimiters and all
placeholder-unbalanced-lost = `{ $expected }` is missing, so its partner stands alone
    .help = put `{ $expected }` back: tags of this kind come in pairs
placeholder-unbalanced-open = `{ $found }` is never closed
    .help = write its closing tag behind what belongs into it
placeholder-unbalanced-stray = `{ $found }` has no partner
    .help = remove `{ $found }`, or write its partner: tags of this kind come in pairs

link-missing =
    { $count ->
        [one] link to `{ $expected }` is missing
       *[other] links to `{ $expected }` are missing
    }
    .help = link the words that the source links
    .drift = link the words that the source links now
link-missing-sentence =
    { $count ->
        [one] the sentence “{ $sentence }” has no counterpart
       *[other] { $count } sentences, from “{ $sentence }” on, have no counterpart
    }
    .help = translate what is missing, with the link to `{ $expected }`
link-missing-image =
    { $count ->
        [one] image `{ $expected }` is missing
       *[other] images `{ $expected }` are missing
    }
    .help = put the image back
    .drift = add the image that the source has now
link-added =
    { $count ->
        [one] link to `{ $found }` is not in the source
       *[other] links to `{ $found }` are not in the source
    }
    .help = remove what is too much, or say why it is right with an allow entry
link-added-image =
    { $count ->
        [one] image `{ $found }` is not in the source
       *[other] images `{ $found }` are not in the source
    }
    .help = remove what is too much, or say why it is right with an allow entry
link-changed = link target `{ $found }` differs from the source's `{ $expected }`
    .help = restore the target
    .drift = write the target that the source has now
link-changed-swapped = the links to `{ $expected }` and to `{ $found }` have changed places
    .help = give each its own target back: their words say which is which
link-changed-image = image `{ $found }` differs from the source's `{ $expected }`
    .help = restore the image's address
    .drift = write the address that the source has now
link-changed-host = link leads to `{ $found }`; the source's leads to `{ $expected }`
    .help = restore the target, or list the hosts as equivalent if this one is meant
    .drift = write the target that the source has now, or list the hosts as equivalent if this one is meant
link-malformed = `{ $found }` is no link, but shown as it stands
    .help = write `{ $expected }`
link-malformed-bare = `{ $found }` is a bare address, of which not every site makes a link
    .help = write `{ $expected }`
link-malformed-wordless = `{ $found }` has no words to click on; the source's has “{ $expected }”
    .help = translate them between the brackets
link-foreign = `{ $found }` leads to the locale `{ $locale }`, which is neither the source's nor this page's
    .help = link to the page in the language of these readers, or else to the source's
link-unlocalized = `{ $found }` leads to the page in the source language, though `{ $page }` is there
    .help = link to the translated page

link-dead = `{ $found }` leads to no file
    .help = correct the path; it is read from the folder of this page
link-dead-near = `{ $found }` leads to no file
    .help = from the folder of this page it is `{ $expected }`

reference-undefined = nothing defines the label `{ $found }`
    .help = write the source's label `{ $expected }`, or put its definition back
reference-undefined-renamed = the label `{ $found }` is `{ $expected }` in the source, and is referred to by that name
    .help = write `{ $expected }`: labels are names, readers never see them
reference-undefined-broken = this line is text and does not define `{ $found }`
    .help = write the address as in the source, without white space in it

footnote-missing = footnote `{ $expected }` is missing
    .help = put the reference back behind the words that it belongs to
footnote-missing-definition = footnote `{ $expected }` has no text
    .help = translate the footnote's text, under the same label

anchor-changed = the heading's id is `{ $found }`; in the source it is `{ $expected }`
    .help = write `{ $expected }`: links from other pages lead to it
anchor-changed-unlike = the heading's id is `{ $found }`; in the source it is `{ $expected }`
    .help = write `{ $expected }` if this is the source's heading in translation: links from other pages lead to it
anchor-changed-lost = the heading has lost its id `{ $expected }`
    .help = write the id behind the heading, as the source does: links from other pages lead to it
anchor-changed-unmarked = `{ $found }` is no id, and shows as text
    .help = write `{ "{" }#{ $expected }{ "}" }`
anchor-changed-own = the heading's id `{ $found }` is none that the source's heading has
    .help = write `{ $expected }`, or remove the id
anchor-changed-own-unlike = the heading's id `{ $found }` is none that the source's heading has
    .help = write the id of the source's heading that this one translates, or remove it

anchor-changed-throughout = { $count ->
        [one] one heading has an id of its own: `{ $found }` for `{ $expected }`
       *[other] { $count } headings of this page have ids of their own, from `{ $found }` for `{ $expected }` on
    }
    .help = keep the source's ids, which links from other pages lead to, or set `policy = "localized-slugs"` under [anchors]
anchor-changed-copied = the heading's id `{ $found }` is that of another heading of the page
    .help = write `{ $expected }`: a link to an id that stands twice leads to the first

anchor-dead = fragment `{ $found }` leads to no heading of `{ $page }`
    .help = point it at a heading that is there
anchor-dead-lost = fragment `{ $found }` leads to no heading of `{ $page }`
    .help = write `{ "{" }{ $found }{ "}" }` behind the translated heading, which mends all links to it; or link to the id that the heading has now
anchor-dead-slug = fragment `{ $found }` leads to no heading of `{ $page }`
    .help = link to the id that the translated heading gets from its words
anchor-dead-list = { $count } links of this list, from `{ $found }` on, lead to no heading of `{ $page }`
    .help = { $kind ->
        [anchor-dead-expected] link to the ids that the translated headings get from their words
        [anchor-dead-lost] write the source's ids behind the translated headings, which mends all links to them; or link to the ids that the headings have now
        [anchor-dead-slug] link to the ids that the translated headings get from their words
       *[other] link to headings that are there
    }
anchor-dead-expected = fragment `{ $found }` leads to no heading of `{ $page }`
    .help = write `{ $expected }`
told-first = the same is told of `{ $path }`
    .help = { $help }; the same is told of `{ $path }`
told-in-many = the same is told of many pages
    .help = { $help }; { $count } more pages of this locale have the like
told-throughout = the same change runs through the page
    .help = { $help }; the same change runs through the page
anchor-dead-elsewhere = fragment `{ $found }` differs from the source's `{ $expected }`
    .help = restore the fragment

untranslated = still in the source language: “{ $text }”
    .help = translate it, or list it under [terms] if it is meant to stay
untranslated-run = { $count ->
    [one] one block is still in the source language, from “{ $text }”
   *[other] { $count } blocks in a row are still in the source language, from “{ $text }”
}
    .help = translate them, or list them under [[allow]] if they are meant to stay
untranslated-again = still in the source language: “{ $text }”, { $count ->
    [one] and one more like it
   *[other] and { $count } more like it
} on the page
    .help = translate them, or list it under [terms] if it is meant to stay
untranslated-page = the page is a copy of its source
    .help = translate it, or remove it if readers get the source page anyway
untranslated-stale = { $language ->
    [en] English that is not in the source: “{ $text }”
   *[other] text in the source's language that is not in the source: “{ $text }”
}
    .help = translate it, or list it under [terms] if it is meant to stay
untranslated-stale-near = { $language ->
    [en] English that is not, or no longer, what the source says: “{ $text }”; the source has “{ $nearest }”
   *[other] still in the source's language, though not what the source says: “{ $text }”; the source has “{ $nearest }”
}
    .help = translate what the source says now
untranslated-stale-run = { $language ->
    [en] { $count ->
        [one] one block is English that is not, or no longer, what the source says, from “{ $text }”
       *[other] { $count } blocks are English that is not, or no longer, what the source says, from “{ $text }”
    }
   *[other] { $count ->
        [one] one block is in the source's language, though not what the source says, from “{ $text }”
       *[other] { $count } blocks are in the source's language, though not what the source says, from “{ $text }”
    }
}
    .help = translate what the source says now
untranslated-stale-run-near = { $language ->
    [en] { $count ->
        [one] one block is English that is not, or no longer, what the source says, from “{ $text }”; the source has “{ $nearest }”
       *[other] { $count } blocks are English that is not, or no longer, what the source says, from “{ $text }”; the source has “{ $nearest }”
    }
   *[other] { $count ->
        [one] one block is in the source's language, though not what the source says, from “{ $text }”; the source has “{ $nearest }”
       *[other] { $count } blocks are in the source's language, though not what the source says, from “{ $text }”; the source has “{ $nearest }”
    }
}
    .help = translate what the source says now
untranslated-stale-alt = image description in English that is not, or no longer, what the source says: “{ $text }”; the source has “{ $nearest }”
    .help = translate the words between the brackets
untranslated-stale-title = link title in English that is not, or no longer, what the source says: “{ $text }”; the source has “{ $nearest }”
    .help = translate the words between the quotes

untranslated-sentence = a sentence still in the source language: “{ $text }”
    .help = translate it; put it in quotation marks if it is quoted

untranslated-alt = image description still in the source language: “{ $text }”
    .help = translate the words between the brackets
untranslated-title = link title still in the source language: “{ $text }”
    .help = translate the words between the quotes

block-missing = { $kind ->
    [heading] the heading “{ $text }” has no counterpart
    [item] the list item “{ $text }” has no counterpart
    [row] the table row “{ $text }” has no counterpart
    [code] the code block that starts with “{ $text }” has no counterpart
    [directive] the container “{ $text }” has no counterpart
    [html] the HTML block “{ $text }” has no counterpart
   *[paragraph] the paragraph “{ $text }” has no counterpart
}
    .help = translate it here
block-missing-section = { $count ->
    [one] the section “{ $text }” is missing, { $count } block
   *[other] the section “{ $text }” is missing, { $count } blocks
}
    .help = translate the section here
block-missing-sections = { $count } sections are missing, from “{ $text }” to “{ $last }”
    .help = translate the sections here
block-missing-glued = the list item “{ $text }” is none: its mark has no space behind it
    .help = write a space behind the mark
block-missing-blank = the list from “{ $text }” on is shown as text: the empty line above it is gone
    .help = put an empty line between the HTML and the list
block-missing-marks = the list from “{ $text }” on is one paragraph here
    .help = give each item its own line, with a space behind its mark
block-missing-mark = the list item “{ $text }” has lost its mark, and runs on in the item before it
    .help = begin its line with the mark of the list and a space
block-missing-run = { $count ->
    [one] { $count } block is missing, from “{ $text }”
   *[other] { $count } { $kind ->
        [rows] table rows
        [items] list items
       *[blocks] blocks
    } in a row are missing, from “{ $text }”
}
    .help = translate them here
block-missing-replaced = { $count ->
    [one] “{ $found }” stands where the source has “{ $text }”{ $more ->
        [0] { "" }
       *[other] { " " }and { $more } more
    }
   *[other] { $count } { $kind ->
        [rows] table rows
        [items] list items
       *[blocks] blocks
    } from “{ $found }” stand where the source has others, from “{ $text }”
}
    .help = translate what the source says here now
block-missing-rewritten = { $kind ->
    [page] this page and its source have hardly anything in common
   *[section] the section “{ $found }” and the source's have hardly anything in common
}
    .help = translate what the source says now
block-added-copied = from “{ $text }” on, { $count } blocks say again what stands above
    .help = remove the second copy
block-added-stub = the source of this page is a stub, which lacks { $count } of its blocks
    .help = nothing to do if the page is the original; else write the source first
block-added = { $count ->
    [one] “{ $text }” has no counterpart in the source
   *[other] { $count } { $kind ->
        [rows] table rows
        [items] list items
       *[blocks] blocks
    } from “{ $text }” have no counterpart in the source
}
    .help = nothing to do if it is meant for these readers; else remove it, or add it to the source first
block-added-joined = { $count ->
    [one] “{ $text }” is part of another example in the source: `{ $expected }`
   *[other] { $count } examples from “{ $text }” are part of others in the source: `{ $expected }`
}
    .help = join the examples as the source does

block-empty = nothing stands here for “{ $text }”
    .help = translate it
block-empty-alt = the picture has no description; the source's has “{ $text }”
    .help = translate the description: it is all that some readers have of the picture
block-empty-half = this is { $percent } % as long as the page's other blocks are beside theirs: words of “{ $text }” are lost
    .help = translate what the source says beyond it
block-empty-sentence = this has fewer sentences than “{ $text }”, and is shorter than the page's other blocks are beside theirs
    .help = look whether a sentence of the source is lost
block-empty-stub = “{ $found }” stands here for “{ $text }”
    .help = translate it

block-shifted = { $kind ->
    [before] the section “{ $text }” stands before “{ $next }”; in the source it stands elsewhere
   *[end] the section “{ $text }” stands at the end; in the source it stands elsewhere
}
    .help = move it to where the source has it
block-shifted-run = { $count } texts in a row stand one place beside their own
    .help = move each to the place that the source has for it
block-shifted-indented = the words are indented so far that they are shown as code
    .help = indent them as the source does
block-shifted-marker = the list marker stands alone, so that the words of its item are shown as code
    .help = write the words on the line of the marker

fence-unclosed-stray = “{ $found }” opens one more code block behind the end of one, and swallows the text below
    .help = remove the line
fence-unclosed = the code block that opens with “{ $found }” has no end
    .help = end it with the same marks on a line of their own, where the source's code block ends
fence-unclosed-opening = the code block has lost the line that opens it, above “{ $found }”
    .help = open it as the source does
file-orphaned = the source of this page is gone
    .help = remove the page, as other locales have one without a source too; or say with an allow entry that it stays
file-orphaned-moved = the source of this page is gone; `{ $expected }` is likely to be what became of it
    .help = move the page to the place that answers it, or remove it
file-moved = the source of this page is `{ $expected }` now
    .help = move the page to the place that answers it
file-outdated = { $count ->
    [one] a block of the source
   *[other] { $count } blocks of the source
} changed since the translation was made ({ $kinds }): “{ $text }”
    .help = `fidus diff` with this page shows what changed; `fidus stamp` says that the translation is up to date all the same
stamp-invalid = `{ $found }` is no name of a commit
    .help = write the commit of the source that the page was translated from; `fidus stamp` does
stamp-invalid-nothing = the stamp `{ $found }` names no commit of this repository
    .help = write the commit of the source that the page was translated from; `fidus stamp` does
stamp-invalid-absent = in the commit `{ $found }` that the stamp names, the source of this page is not there
    .help = write the commit of the source that the page was translated from; `fidus stamp` does
stamp-invalid-untouched = the commit `{ $found }` that the stamp names did not change the source of this page
    .help = write the last commit that changed the source before the page was translated; `fidus stamp` does
stamp-untouched = the stamp moved on, but { $count ->
    [one] a block whose source had changed was
   *[other] { $count } blocks whose source had changed were
} left as before: “{ $text }”
    .help = see whether the translation still says what the source says
source-suspect = nearly every translation has a `{ $rule }` at `{ $found }` of the source
    .help = { $locales } of { $all } locales: look at the source first, which was edited late or has a mistake there
source-suspect-added = nearly every translation has a `{ $rule }` of `{ $added }` where the source has “{ $found }”
    .help = { $locales } of { $all } locales: look at the source first, which lost it or was edited late
source-suspect-heading = nearly every translation has a `{ $rule }` at `{ $found }` of the source
    .help = { $locales } of { $all } locales: give the heading an explicit id in the source, since a translated heading loses the one made from its words
conflict-marker = merge conflict `{ $found }` stands in the page
    .help = keep one version and delete the lines with marks

hidden-character = hidden character `{ $found }` ({ $name }) where nothing needs it
    .help = delete it
hidden-character-exact = hidden character `{ $found }` ({ $name }) in code or in an address
    .help = delete it: what looks the same is another name or another address
hidden-character-space = `{ $found }` ({ $name }) in code, where the source has a space
    .help = write a space: programs take this character for a part of a word
hidden-character-direction = hidden character `{ $found }` ({ $name }) changes the order in which this line is shown
    .help = delete it, or close what it opens before the line ends
hidden-character-tag = hidden characters `{ $found }` ({ $name }): they can hold text that only programs read
    .help = delete them

unsafe-html = `<{ $found }>` is not in the source
    .help = remove it, or add it to the source first
unsafe-html-handler = the event handler `{ $found }` is not in the source
    .help = remove the attribute
unsafe-html-attribute = the attribute `{ $found }` is not in the source
    .help = remove the attribute, or add it to the source first
unsafe-html-call = `{ $found }` runs code that the source does not run
    .help = remove the expression, or add it to the source first
unsafe-html-module = `{ $found }` is not in the source
    .help = remove the line, or add it to the source first
unsafe-link = `{ $found }` is no address of a page: it can run a script
    .help = write the address of the source
unsafe-link-user = `{ $found }` has a user name before its host, which hides where it leads
    .help = write the address of the source
unsafe-link-host = the host of `{ $found }` can be taken for another
    .help = write the address of the source
unsafe-link-text = the text says `{ $shown }`, but the link leads to `{ $host }`
    .help = let the text and the link name the same host

number-changed = number `{ $found }` differs from the source's `{ $expected }`
    .help = restore the number; separators and digits may be those of the language
number-changed-date = date `{ $found }` is another one than the source's `{ $expected }`
    .help = see whether this is an older edition of the page: then translate what changed since, and the date last
number-changed-date-part = the { $part } `{ $found }` differs from that of the source's date `{ $date }`
    .help = set the date right, or translate what changed since if this is an older edition of the page
number-changed-missing = number `{ $expected }` is missing
    .help = put the number back

mojibake = `{ $found }` was read in the wrong encoding: `{ $expected }`
    .help = write the letters anew, or save the text again as UTF-8
mojibake-page = the page was read in the wrong encoding: `{ $found }` for `{ $expected }`, and so on
    .help = open the original with the right encoding and save it as UTF-8
mojibake-replaced = `{ $found }` stands where letters could not be read
    .help = write the letters that were lost

term-changed = the term “{ $expected }” is missing
    .help = write it as it is: it is listed under [terms]

machine-residue = “{ $found }” is what a translation model says, and no part of the page
    .help = remove it, and see whether the text around it is complete
machine-residue-fence = the whole page stands in a fence, so readers see its source code
    .help = remove the first and the last line of the fence
machine-residue-token = `{ $found }` is a mark of a language model
    .help = remove it
machine-residue-unknown = `{ $found }` stands for letters that a machine had no sign for
    .help = write these words again: letters of them are lost
machine-residue-tag = `{ $found }` is a mark of a translation tool in the place of markup
    .help = put the markup of the source back that stands around the same words
heading-level = { $count ->
    [0] heading of level { $found }; the source's has level { $expected }
    [one] heading of level { $found }; the source's has level { $expected }, and the next heading moved with it
   *[other] heading of level { $found }; the source's has level { $expected }, and the next { $count } headings moved with it
}
    .help = give it the level of the source
heading-level-lost = this is no heading, though the source has one here
    .help = write a space after the marks
heading-level-plain = this is a line of text; the source has a heading here
    .help = write the marks of a heading before it: it is in no table of contents, and no link leads to it
heading-level-bold = this is a bold paragraph; the source has a heading here
    .help = write the marks of a heading in the place of the asterisks: it is in no table of contents, and no link leads to it
heading-level-stray = this is a heading; the source has a list item here
    .help = put the mark back into its code span, or write a backslash before it

directive-changed = container keyword `{ $found }` differs from the source's `{ $expected }`
    .help = write `{ $expected }`: only the title is translated
directive-changed-collapsed = the container `{ $found }` was pulled into one line, which is shown as it stands
    .help = put its words and its end on lines of their own
directive-changed-title = the title in `{ $found }` has no closing bracket
    .help = write `]` after the title
directive-changed-damaged = `{ $found }` is no container, but shown as it stands
    .help = write `{ $expected }`
directive-unclosed = the container `{ $found }` is not closed
    .help = write its closing line where the source has it
directive-unclosed-stray = `{ $found }` closes no container
    .help = write the opening line of the source, or remove this one

table-shape = { $found ->
    [one] the row has { $found } cell instead of { $expected }
   *[other] the row has { $found } cells instead of { $expected }
}
    .help = write as many cells as the source has, and a bar in their words as `\|`
table-shape-header = this is no table: its first row has { $found } cells, and the line of dashes has { $expected }
    .help = write as many dashes as the source has columns, and as many cells above them
table-shape-dashes = this is no table: the line of dashes below its first row is missing
    .help = write the line `{ $expected }` below the first row
table-shape-column = { $found ->
    [one] the table has { $found } column instead of { $expected }
   *[other] the table has { $found } columns instead of { $expected }
}
    .help = write the columns of the source

front-matter-invalid = { $kind ->
    [colon] the front matter cannot be read: a colon and a space in a value that is not quoted
    [glued] the front matter cannot be read: a key stands at the end of another one's value
    [twice] the front matter cannot be read: this key stands twice
    [quote] the front matter cannot be read: a quote is not closed, or stands inside the value
    [mark] the front matter cannot be read: the value begins with a mark that needs quotes
    [tab] the front matter cannot be read: a tab where spaces are needed
    [indent] the front matter cannot be read: this line is no key, or indented unlike its neighbours
   *[other] the front matter cannot be read: { $reason }
}
    .help = { $kind ->
        [colon] put straight quotes round the value
        [glued] write it on a line of its own
        [twice] remove one of the two
        [mark] put straight quotes round the value
        [tab] indent with spaces
       *[other] write the line as the source does and translate the value only
    }
front-matter-invalid-prose = the front matter has no keys
    .help = write the keys of the source, or remove the lines of `---`
front-matter-invalid-unclosed = the front matter is opened and not closed
    .help = write `---` after its last key, or remove this line if the page has no front matter
front-matter-invalid-doubled = the front matter is opened twice
    .help = remove the first `---`
front-matter-invalid-quotes = the typographic quotes of `{ $found }` are letters of the value
    .help = write straight quotes
front-matter-value = `{ $key }` is `{ $found }`; the source has `{ $expected }`
    .help = restore the value, or list the key under [front-matter] as you want it
front-matter-key = key `{ $expected }` of the front matter is missing
    .help = add it, or set the policy under [front-matter] if translations do without it
front-matter-key-list = the list `{ $expected }` of the front matter is shorter than the source's
    .help = add the entries that it lacks
front-matter-key-none = the front matter of the source is missing
    .help = write the keys of the source at the top of the page, or set the policy under [front-matter]
front-matter-key-renamed = key `{ $found }` of the front matter differs from the source's `{ $expected }`
    .help = write the key as the source does: only its value is translated
front-matter-key-glued = key `{ $expected }` of the front matter stands at the end of another value
    .help = put it on a line of its own

encoding-invalid = the file is not UTF-8
    .help = save the file in UTF-8

suppression-invalid = no rule is called `{ $found }`
    .help = `fidus rules` lists them
suppression-invalid-near = no rule is called `{ $found }`
    .help = did you mean `{ $expected }`?
suppression-invalid-word = no suppression is called `{ $found }`
    .help = write `{ $expected }`
suppression-invalid-empty = `{ $found }` names no rule
    .help = name the rules that it silences, separated by commas
suppression-invalid-unclosed = the region that silences `{ $found }` is not closed
    .help = write fidus-on with the rule where the region ends, or fidus-allow-file for the whole page
suppression-invalid-not-open = no region that silences `{ $found }` is open here
    .help = remove it, or write fidus-off with the rule where the region begins
suppression-unused = nothing here needs to be silenced for `{ $found }`
    .help = remove the suppression
findings-capped = { $count ->
    [one] { $count } more finding in this page is not shown
   *[other] { $count } more findings in this page are not shown
}
    .help = mend the first ones and run again, or look whether the page answers the right source
code-block-changed = code `{ $found }` differs from the source's `{ $expected }`
    .help = restore the code: only comments and strings are to be translated
    .drift = write the code as the source has it now
code-block-changed-missing = code line `{ $expected }` is missing
    .help = put the line back
    .drift = add the line, which the source has now
code-block-changed-comment = the comment “{ $found }” lost its mark: it is code here
    .help = begin the line as the source does
code-block-changed-added = code line `{ $found }` is not in the source
    .help = remove the line, or add it to the source first
code-block-changed-printed = code `{ $found }` has marks of print; the source's has `{ $expected }`
    .help = write the marks of the source: programs read no others
code-block-changed-sample = the code is another sample than the source's
    .help = write the sample as the source has it now; comments and strings in your own words
code-language-changed = code is marked as `{ $found }`; the source's is `{ $expected }`
    .help = write `{ $expected }`: names of languages are keywords
code-language-changed-lost = code is not marked as `{ $expected }`
    .help = write `{ $expected }` behind the fence
code-span-missing = { $count ->
    [one] code `{ $expected }` is missing
   *[other] spans of code are missing: `{ $expected }`
}
    .help = { $count ->
        [one] put it back where the sentence needs it
       *[other] put each of them back where the sentence needs it
    }
code-span-missing-sentence =
    { $count ->
        [one] the sentence “{ $sentence }” has no counterpart
       *[other] { $count } sentences, from “{ $sentence }” on, have no counterpart
    }
    .help = translate what is missing, and write its code as the source has it
code-span-missing-aside = what the source adds, “{ $sentence }”, has no counterpart
    .help = translate what is missing, and write its code as the source has it
code-span-missing-marks = `{ $expected }` is code in the source, and plain text here
    .help = put it between back-ticks
code-span-missing-case = `{ $expected }` is code in the source, and “{ $found }” plain text here
    .help = write it as the source does, if it means the same
code-span-missing-several = `{ $expected }` are code in the source, and plain text here
    .help = put each of them between back-ticks
code-span-missing-html = `{ $expected }` is code in the source, and plain text here
    .help = put it between <code> and </code>: back-ticks are no marks in raw HTML
code-span-changed = code `{ $found }` differs from the source's `{ $expected }`
    .help = write `{ $written }`: names in code are never translated
    .drift = write `{ $written }`, as the source has it now
code-span-changed-code = code `{ $found }` differs from the source's `{ $expected }`
    .help = write `{ $written }`, as the source has it now
code-span-changed-guess = code `{ $found }` differs from the source's `{ $expected }`
    .help = the source has `{ $expected }` about here: names in code are never translated
    .drift = the source has `{ $expected }` about here now
code-span-changed-command = code `{ $found }` differs from the source's `{ $expected }`
    .help = write the command as the source has it now, with arguments in your own words
code-span-changed-look-alike = code `{ $found }` has letters of another script that look like those of `{ $expected }`
    .help = write `{ $written }` in Latin letters
code-span-changed-half = a back-tick of the code `{ $found }` is lost: what follows is code, and the code is text
    .help = write the back-tick
code-span-changed-stray = a back-tick of this block has lost its partner, and is shown as it stands
    .help = write the back-ticks around the code as they are in the source

emphasis-literal = `{ $found }` is shown as it stands, marks and all; the source has emphasis
    .help = write `{ $expected }`
emphasis-literal-before = `{ $found }` is shown as it stands, marks and all; the source has emphasis
    .help = put a space before it
emphasis-literal-behind = `{ $found }` is shown as it stands, marks and all; the source has emphasis
    .help = put a space behind it
emphasis-literal-around = `{ $found }` is shown as it stands, marks and all; the source has emphasis
    .help = put a space before and behind it
emphasis-literal-alone = `{ $found }` is shown as it stands; the source has emphasis
    .help = remove white space and punctuation between the mark and the words, or part it from the letters around it

html-changed = tag `{ $found }` differs from the source's `{ $expected }`
    .help = write `{ $expected }`, the text in its attributes translated
html-changed-missing = tag `{ $expected }` is missing
    .help = put it back around the words that the source has in it
html-changed-missing-several = tags `{ $tags }` are missing
    .help = put them back around the words that the source has in them
html-changed-added-several = tags `{ $tags }` are not in the source
    .help = remove them
html-changed-element = `{ $expected }` is missing, with all that is in it
    .help = put the element back, its text translated
html-changed-elements = `{ $tags }` are missing, with all that is in them
    .help = put the elements back, their text translated
html-changed-added = tag `{ $found }` is not in the source
    .help = remove it, or write `&lt;` if it is meant to be read
html-changed-escaped = `{ $found }` is a tag here; the source shows it as text
    .help = write `\{ $found }` as the source does
html-changed-code = `{ $found }` is a tag here; the source has it as code
    .help = put it between back-ticks: browsers show no tag
html-unclosed = `{ $found }` is never closed
    .help = write `</{ $name }>` where the element ends
html-unclosed-stray = `{ $found }` closes nothing
    .help = remove it, or open `<{ $name }>` where the element begins
html-unclosed-glued = `{ $found }` opens nothing, and so nothing is closed behind it
    .help = put a space behind `<{ $name }`
html-unclosed-misnamed = `{ $found }` is no tag, and so `{ $closer }` closes nothing
    .help = write `{ $expected }` for its name
html-unclosed-quoted = the value { $found } ends at its first inner quotation mark, and so the tag is none
    .help = put it in quotation marks of the other kind
html-unclosed-swapped = `{ $found }` stands before `{ $expected }`
    .help = swap the two tags

fluent-syntax = the catalogue cannot be read here: `{ $expected }` is expected
    .help = everything up to the next message is skipped, and programs show its id or the source's text
fluent-syntax-default = the selector has no default variant
    .help = mark the variant for all other cases with a star, as in `*[other]`
fluent-syntax-value = `{ $id }` has neither value nor attributes
    .help = write its text behind the equals sign, or indent the text that follows
fluent-syntax-name = the catalogue cannot be read here: a name is expected
    .help = everything up to the next message is skipped, and programs show its id or the source's text
fluent-syntax-line = the catalogue cannot be read here: the line should end
    .help = write each variant of a selector on a line of its own
fluent-syntax-tab = the line begins with a tab, which means nothing to Fluent
    .help = indent with spaces
fluent-syntax-deep = braces stand more than { $count } deep in each other, so the file is not read
    .help = close the braces; no message needs so many
fluent-syntax-other = the catalogue cannot be read here: { $reason }
    .help = everything up to the next message is skipped, and programs show its id or the source's text

message-missing = message `{ $id }` is missing
    .help = translate it; until then programs show the source's text
message-missing-renamed = message `{ $id }` is missing; the source has no `{ $found }`, which stands in its place
    .help = give it the source's id if it says the same, else translate it anew
message-missing-run = message `{ $id }` and { $count } after it are missing
    .help = translate them; until then programs show the source's text
message-missing-value = message `{ $id }` has no text of its own here, only attributes
    .help = translate its value too
message-added = message `{ $id }` is not in the source
    .help = remove it: no program asks for it any more
message-added-run = message `{ $id }` and { $count } after it are not in the source
    .help = remove them: no program asks for them any more
message-added-expiring = message `{ $id }` is not in the source, and its comment says that it is obsolete
    .help = remove it when no program asks for it any more
message-added-expiring-run = message `{ $id }` and { $count } after it are not in the source, and their comments say that they are obsolete
    .help = remove them when no program asks for them any more
message-duplicate = message `{ $id }` stands here for the second time
    .help = remove one of the two: the first counts
message-duplicate-often = message `{ $id }` stands { $count } times in this file; this is the second
    .help = keep one of them: the first counts
message-duplicate-attribute = attribute `.{ $id }` stands twice in this message
    .help = remove one of the two
message-duplicate-attribute-often = attribute `.{ $id }` stands { $count } times in this message; this is the second
    .help = keep one of them
attribute-missing = attribute `.{ $name }` of `{ $id }` is missing
    .help = translate it: programs show nothing for an attribute that the message lacks
attribute-missing-renamed = attribute `.{ $name }` of `{ $id }` is called `.{ $found }` here
    .help = write `.{ $name }`: programs ask for attributes by their names
attribute-added = the source's `{ $id }` has no attribute `.{ $name }`
    .help = remove it, or correct its name
plural-category = `{ $found }` is no plural category of this language; it has `{ $has }`
    .help = write one of these: programs choose variants by them
plural-category-unused = no number is `{ $found }` in this language; it has `{ $has }`
    .help = remove the variant: it is never shown
plural-category-missing = the selector lacks `{ $expected }`, which this language needs
    .help = add the variant; until then the default stands for these numbers too
