//! Languages that share the Latin letters, told apart by their commonest words.

/// Words of a text that are too few to tell.
const FEW: usize = 40;
/// Of so many words of a text of a language, in percent, one is in its list, at least; languages that are not here have
/// fewer of any list.
const SHARE: usize = 12;
/// How many times more words of its language a text has than of any other one, in percent.
const MARGIN: usize = 150;

/// The words of each language that documentation in it has most of, and its neighbours have not or have less of: articles,
/// prepositions, pronouns and auxiliary verbs.
const WORDS: &[(&str, &str)] = &[
    ("ca", "amb els les el la que per una un és del dels als aquest aquesta pots fer més són no de i a en"),
    ("cs", "a je v na se že pro pokud jako které který můžete být nebo není do ze po od jsou tento s"),
    ("da", "og er det at den en et til på for med ikke kan du som af der vil skal hvis eller fra har"),
    ("de", "und der die das den ist nicht für mit ein eine einen auf von zu werden wird sie im dem oder als auch"),
    ("en", "the of to and is in for you that with are this can be it your or on if not from by an"),
    ("es", "el la los las una un de que para con del en por se más es como al lo su si este esta puede y"),
    ("fi", "ja on ei se että voi tai kun jos ovat sen joka myös tämä sinun kuin olla mukaan"),
    ("fr", "le la les des du et est une un pour dans que vous sur avec pas de en ce par ou qui au sont"),
    ("hr", "i je u na se za da su ili koji koje ako možete biti od kao nije s iz te"),
    ("hu", "a az és egy nem hogy van meg ha vagy is ez kell lehet amely csak azt mint"),
    ("id", "yang dan untuk dengan di dari ini anda tidak dalam pada adalah akan atau dapat bisa ke jika"),
    ("it", "il la di che per un una è con non del della in sono gli le da si come più questo puoi nel o"),
    ("nb", "og er det at den en et til på for med ikke kan du som av der vil skal hvis eller fra har"),
    ("nl", "de het een van en in is niet voor dat zijn met op wordt je te kan als of naar om deze"),
    ("pl", "i w na z do nie jest się że to dla jak lub oraz po które może można są przez od"),
    ("pt", "o a os as um uma de que para com do da em não é por se mais como você seu ou no na e"),
    ("ro", "și de în la cu pe care nu un o este să pentru din sau mai poate sunt al dacă"),
    ("sv", "och är det att den en ett till på för med inte kan du som av om eller från har ska"),
    ("tr", "ve bir bu için ile olarak da de olan veya gibi daha çok değil var eğer kadar sonra"),
    ("vi", "và của là các có được cho một với trong không để bạn này những khi từ đến trên"),
];

/// The tag of the language that a text in Latin letters is written in, where its words tell.
pub fn language_of(text: &str) -> Option<&'static str> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let count = |list: &str| {
        let list: Vec<&str> = list.split(' ').collect();
        words.iter().filter(|word| list.contains(&word.as_str())).count()
    };
    let mut counts: Vec<(usize, &str)> = WORDS.iter().map(|(tag, list)| (count(list), *tag)).collect();
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let [(most, tag), (next, _), ..] = counts[..] else { return None };
    let tells = words.len() >= FEW && most * 100 >= words.len() * SHARE && most * 100 >= next * MARGIN;
    tells.then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_tell_the_language() {
        for (tag, text) in [
            (
                "de",
                "Dieses Werkzeug liest die Seiten einer Dokumentation und sagt, was in den Übersetzungen verloren ging. \
                 Es ist für alle, die Texte in vielen Sprachen pflegen, und wird mit einer Zeile gestartet. Sie müssen \
                 nichts einrichten, denn die Ordner werden von allein gefunden, und das Ergebnis ist eine kurze Liste.",
            ),
            (
                "es",
                "Esta herramienta lee las páginas de una documentación y dice lo que se ha perdido en las traducciones. \
                 Es para los que mantienen textos en muchas lenguas, y se inicia con una sola línea. No hay que preparar \
                 nada, porque las carpetas se encuentran por sí mismas y el resultado es una lista corta de faltas.",
            ),
            (
                "pt",
                "Esta ferramenta lê as páginas de uma documentação e diz o que se perdeu nas traduções. É para quem \
                 mantém textos em muitas línguas, e começa com uma só linha. Não é preciso preparar nada, porque as \
                 pastas são encontradas por si mesmas e o resultado é uma lista curta do que está em falta no texto.",
            ),
            (
                "it",
                "Questo strumento legge le pagine di una documentazione e dice che cosa è andato perso nelle traduzioni. \
                 È per chi tiene testi in molte lingue, e si avvia con una sola riga. Non si deve preparare nulla, perché \
                 le cartelle sono trovate da sole e il risultato è un elenco breve di quello che manca nel testo.",
            ),
            (
                "fr",
                "Cet outil lit les pages d'une documentation et dit ce qui est perdu dans les traductions. Il est pour \
                 ceux qui tiennent des textes dans de nombreuses langues, et se lance avec une seule ligne. Vous n'avez \
                 rien à préparer, car les dossiers sont trouvés par eux-mêmes et le résultat est une liste courte.",
            ),
            (
                "en",
                "This tool reads the pages of a documentation and says what was lost in the translations. It is for all \
                 who keep texts in many languages, and it is started with a single line. You do not have to prepare \
                 anything, because the folders are found by themselves, and the result is a short list of what is lost.",
            ),
        ] {
            assert_eq!(language_of(text), Some(tag), "{text}");
        }
    }

    #[test]
    fn few_words_and_neighbours_tell_nothing() {
        assert_eq!(language_of("Dies ist ein Satz und der ist für die Katz"), None);
        // Danish and Norwegian are too near to each other.
        let danish = "Det er et værktøj, som læser siderne og siger, hvad der er gået tabt i en oversættelse af dem. ";
        assert_eq!(language_of(&danish.repeat(4)), None);
    }
}
