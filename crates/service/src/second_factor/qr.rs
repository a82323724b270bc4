//! A QR code as the `d` of an SVG path.

use qrcodegen::{QrCode, QrCodeEcc};
use zeroize::Zeroizing;

/// Modules around the code that stay light, so that a camera finds it.
const QUIET_ZONE: i32 = 4;

/// The dark modules, one unit each, and how wide the picture is.
pub(super) fn path(text: &str) -> (Zeroizing<String>, u8) {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).expect("an otpauth URI is short enough");
    let mut path = Zeroizing::new(String::new());
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let width = (x..code.size()).take_while(|x| code.get_module(*x, y)).count() as i32;
            if width > 0 {
                path.push_str(&format!("M{} {}h{width}v1h-{width}z", x + QUIET_ZONE, y + QUIET_ZONE));
            }
            x += width + 1;
        }
    }
    let size = code.size() + 2 * QUIET_ZONE;
    (path, u8::try_from(size).expect("the largest code has 177 modules"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_every_dark_module_and_no_other() {
        let text = "otpauth://totp/Gatehouse:ada%40example.com?secret=GEZDGNBVGY3TQOJQ";
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
        let (path, size) = path(text);
        assert_eq!(i32::from(size), code.size() + 8);
        let mut drawn = Vec::new();
        for run in path.split_terminator('z') {
            let (place, rest) = run.strip_prefix('M').unwrap().split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
            let width: i32 = rest.split_once('v').unwrap().0.parse().unwrap();
            assert_eq!(rest, format!("{width}v1h-{width}"));
            drawn.extend((x..x + width).map(|x| (y - 4, x - 4)));
        }
        let modules = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (y, x)));
        let dark: Vec<_> = modules.filter(|(y, x)| code.get_module(*x, *y)).collect();
        assert_eq!(drawn, dark);
    }
}
