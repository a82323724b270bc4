//! The decoder of RFC 3492, as far as telling right from wrong needs it.

use crate::character::is_hidden;

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST_CODE_POINT: u32 = 128;

/// Whether what follows `xn--` decodes to a label beyond ASCII without capitals and hidden characters.
///
/// Browsers know more: the tables of IDNA would be larger than the rest of this crate.
pub(super) fn is_valid(encoded: &str) -> bool {
    decode(encoded).is_some_and(|label| !label.is_ascii() && label.chars().all(is_label_character))
}

fn is_label_character(character: char) -> bool {
    match character {
        // Joiners and accents show nothing by themselves and are parts of words.
        '\u{200C}'
        | '\u{200D}'
        | '\u{0300}'..='\u{033F}'
        | '\u{0346}'..='\u{034E}'
        | '\u{0350}'..='\u{036F}' => true,
        // Cherokee names are kept in capitals (UTS 46).
        '\u{13A0}'..='\u{13F5}' => true,
        character => !is_hidden(character) && !character.is_uppercase(),
    }
}

fn decode(encoded: &str) -> Option<String> {
    let (plain, extended) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    let mut label: Vec<char> = plain.chars().collect();
    let (mut code_point, mut position, mut bias) = (FIRST_CODE_POINT, 0_u32, FIRST_BIAS);
    let mut digits = extended.bytes();
    while digits.len() > 0 {
        let before = position;
        let (mut weight, mut k) = (1_u32, BASE);
        loop {
            let digit = digit(digits.next()?)?;
            position = position.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let length = u32::try_from(label.len()).ok()? + 1;
        bias = adapted(position - before, length, before == 0);
        code_point = code_point.checked_add(position / length)?;
        position %= length;
        label.insert(usize::try_from(position).ok()?, char::from_u32(code_point)?);
        position += 1;
    }
    Some(label.into_iter().collect())
}

fn digit(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

fn adapted(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}
