//! Numbers as a person would say them.

/// Seconds in words: "4 h 30 min", "15 min", "1 s", "3 days".
pub fn length(seconds: i64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (hours, minutes, left) = (rest / 3_600, rest % 3_600 / 60, rest % 60);
    let mut parts = Vec::new();
    if days > 0 {
        parts.push(format!("{days} {}", if days == 1 { "day" } else { "days" }));
    }
    if hours > 0 {
        parts.push(format!("{hours} h"));
    }
    if minutes > 0 {
        parts.push(format!("{minutes} min"));
    }
    if left > 0 || parts.is_empty() {
        parts.push(format!("{left} s"));
    }
    parts.truncate(2);
    parts.join(" ")
}

/// "1 recording", "3 recordings".
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Bytes in words, 1 KB = 1,000 bytes: "84 MB".
pub fn bytes(n: u64) -> String {
    match n {
        0..1_000 => format!("{n} bytes"),
        1_000..1_000_000 => format!("{} KB", n.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", n.div_ceil(1_000_000)),
        _ => format!("{:.1} GB", n as f64 / 1e9),
    }
}

/// "1st", "2nd", "3rd", "4th".
pub fn ordinal(n: usize) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_as_a_person_says_them() {
        let said: Vec<String> = [16_200, 900, 43_201, 1, 0, 86_400].map(length).into();
        assert_eq!(said, ["4 h 30 min", "15 min", "12 h 1 s", "1 s", "0 s", "1 day"]);
    }

    #[test]
    fn the_eleventh_is_not_the_eleven_first() {
        assert_eq!(
            [1, 2, 3, 4, 11, 12, 21].map(ordinal),
            ["1st", "2nd", "3rd", "4th", "11th", "12th", "21st"]
        );
    }
}
