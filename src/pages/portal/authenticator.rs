//! A new authenticator: its secret drawn in this page and shown as a code to scan. No server draws it, none sees the picture.

use leptos::prelude::*;
use neighbors_domain::officers::TOTP_SECRET_BYTES;
use qrcodegen::{QrCode, QrCodeEcc};

use crate::words::t;

/// 160 bits of chance, as people and apps read it.
pub fn new_secret() -> Option<String> {
    let mut bytes = [0; TOTP_SECRET_BYTES];
    getrandom::getrandom(&mut bytes).ok()?;
    Some(base32(&bytes))
}

/// Five bits a letter, as RFC 4648 says; of whole groups of five bytes.
fn base32(bytes: &[u8]) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let group = |group: &[u8]| {
        let bits = group.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        (0..8).rev().map(|n| letters[(bits >> (5 * n)) as usize % 32] as char).collect::<String>()
    };
    bytes.chunks_exact(5).map(group).collect()
}

/// What the code says to an authenticator app. `email` has no sign an address of the web could stumble over.
fn address(email: &str, secret: &str) -> String {
    let email: String = js_sys::encode_uri_component(email).into();
    ["otpauth://totp/Neighbors:", &*email, "?secret=", secret, "&issuer=Neighbors"].concat()
}

/// Dark squares as one path, a unit each, with the four light ones around that readers need.
fn drawn(code: &QrCode) -> (String, String) {
    let size = code.size();
    let dark =
        (0..size).flat_map(|y| (0..size).map(move |x| (x, y))).filter(|(x, y)| code.get_module(*x, *y));
    let path = dark.map(|(x, y)| format!("M{} {}h1v1h-1z", x + 4, y + 4)).collect();
    (format!("0 0 {0} {0}", size + 8), path)
}

#[component]
pub fn Authenticator(email: String, secret: String) -> impl IntoView {
    let code = QrCode::encode_text(&address(&email, &secret), QrCodeEcc::Medium).ok();
    let code = code.map(|code| {
        let (frame, path) = drawn(&code);
        view! {
            <svg class="qr" viewBox=frame role="img" aria-label=t!("Code to scan with your authenticator app")>
                <path d=path/>
            </svg>
        }
    });
    let groups =
        secret.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group)).collect::<Vec<_>>().join(" ");
    view! {
        <div class="row">
            {code}
            <div class="stack stack-2">
                <p class="small soft">{t!("Scan this with an authenticator app on your phone. It is drawn in this page and stays here.")}</p>
                <p class="small">{t!("Or type this into the app:")}</p>
                <p class="mono">{groups}</p>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_the_standard_writes_them() {
        assert_eq!(base32(b"fooba"), "MZXW6YTB");
        assert_eq!(base32(b"12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    #[test]
    fn the_drawing_holds_as_many_squares_as_the_code() {
        let code = QrCode::encode_text("otpauth://totp/Neighbors:a?secret=AAAA", QrCodeEcc::Medium).unwrap();
        let (frame, path) = drawn(&code);
        assert_eq!(frame, format!("0 0 {0} {0}", code.size() + 8));
        let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        assert_eq!(path.matches('M').count(), dark.filter(|(x, y)| code.get_module(*x, *y)).count());
    }
}
