//! Which characters are letters, digits and signs of a script, and how a character is named to a person.

use std::fmt;

/// Signs that words of living scripts are written with and that Unicode does not count as alphabetic:
/// viramas, nuktas, tone marks. Sorted, both ends included.
const SIGNS: [(char, char); 50] = [
    ('\u{07EB}', '\u{07F3}'),
    ('\u{093C}', '\u{093C}'),
    ('\u{094D}', '\u{094D}'),
    ('\u{09BC}', '\u{09BC}'),
    ('\u{09CD}', '\u{09CD}'),
    ('\u{0A3C}', '\u{0A3C}'),
    ('\u{0A4D}', '\u{0A4D}'),
    ('\u{0ABC}', '\u{0ABC}'),
    ('\u{0ACD}', '\u{0ACD}'),
    ('\u{0B3C}', '\u{0B3C}'),
    ('\u{0B4D}', '\u{0B4D}'),
    ('\u{0BCD}', '\u{0BCD}'),
    ('\u{0C3C}', '\u{0C3C}'),
    ('\u{0C4D}', '\u{0C4D}'),
    ('\u{0CBC}', '\u{0CBC}'),
    ('\u{0CCD}', '\u{0CCD}'),
    ('\u{0D3B}', '\u{0D3C}'),
    ('\u{0D4D}', '\u{0D4D}'),
    ('\u{0DCA}', '\u{0DCA}'),
    ('\u{0E47}', '\u{0E4E}'),
    ('\u{0EBA}', '\u{0EBA}'),
    ('\u{0EC8}', '\u{0ECE}'),
    // The tsheg parts the syllables of a Tibetan word.
    ('\u{0F0B}', '\u{0F0B}'),
    ('\u{0F35}', '\u{0F35}'),
    ('\u{0F37}', '\u{0F37}'),
    ('\u{0F39}', '\u{0F39}'),
    ('\u{0F82}', '\u{0F84}'),
    ('\u{1037}', '\u{1037}'),
    ('\u{1039}', '\u{103A}'),
    ('\u{135D}', '\u{135F}'),
    ('\u{1714}', '\u{1715}'),
    ('\u{1734}', '\u{1734}'),
    ('\u{17C9}', '\u{17D3}'),
    ('\u{17DD}', '\u{17DD}'),
    ('\u{1939}', '\u{193B}'),
    ('\u{1A60}', '\u{1A60}'),
    ('\u{1A75}', '\u{1A7C}'),
    ('\u{1B34}', '\u{1B34}'),
    ('\u{1B44}', '\u{1B44}'),
    ('\u{1BAA}', '\u{1BAB}'),
    ('\u{1BE6}', '\u{1BE6}'),
    ('\u{1BF2}', '\u{1BF3}'),
    ('\u{1C37}', '\u{1C37}'),
    ('\u{A8C4}', '\u{A8C4}'),
    ('\u{A92B}', '\u{A92D}'),
    ('\u{A9B3}', '\u{A9B3}'),
    ('\u{A9C0}', '\u{A9C0}'),
    ('\u{ABEC}', '\u{ABED}'),
    ('\u{11133}', '\u{11134}'),
    ('\u{1E944}', '\u{1E94A}'),
];

/// Whether this is a letter or a digit of any script that can be seen.
pub(crate) fn is_letter_or_digit(character: char) -> bool {
    match character {
        // Hangul fillers count as letters and show nothing.
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => false,
        // Letters in circles and squares count as alphabetic and show as pictures.
        '\u{24B6}'..='\u{24E9}' | '\u{1F130}'..='\u{1F189}' => false,
        _ => character.is_alphanumeric(),
    }
}

/// Whether this is a sign that its script needs directly after a letter.
pub(crate) fn is_sign(character: char) -> bool {
    SIGNS.iter().any(|&(first, last)| (first..=last).contains(&character))
}

/// A character as a person recognises it: itself in quotes, or a name where it shows nothing.
pub(crate) struct Shown(pub(crate) char);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ' ' => f.write_str("a space"),
            '\t' => f.write_str("a tab"),
            '\n' | '\r' => f.write_str("a line break"),
            '"' => f.write_str("a double quote"),
            character if character.is_ascii_graphic() || is_letter_or_digit(character) => {
                write!(f, "“{character}”")
            }
            character if is_hidden(character) => {
                write!(f, "an invisible character (U+{:04X})", u32::from(character))
            }
            character => write!(f, "“{character}” (U+{:04X})", u32::from(character)),
        }
    }
}

/// Whether printing the character would show nothing, or change how its neighbours show.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control()
        || character.is_whitespace()
        || matches!(
            character,
            '\u{00AD}'
                | '\u{034F}'
                | '\u{0300}'..='\u{036F}'
                | '\u{061C}'
                | '\u{115F}'
                | '\u{1160}'
                | '\u{17B4}'
                | '\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}
