//! Errors of the source that are known, each with its reason: `data/corrections.csv`.

/// One cell that is wrong in the source. It applies only while the source still says `from`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Correction {
    pub source_id: String,
    pub column: String,
    pub from: String,
    pub to: String,
    pub reason: String,
}

impl Correction {
    /// As it stands on the agency's public profile.
    pub fn sentence(&self) -> String {
        format!("{}: “{}” became “{}”. {}", self.column, self.from, self.to, self.reason)
    }
}

pub fn known() -> Vec<Correction> {
    let table = include_str!("../../../data/corrections.csv");
    csv::Reader::from_reader(table.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the table is part of the program and a test reads it")
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_correction_gives_its_reason() {
        let known = super::known();
        assert!(!known.is_empty());
        assert!(
            known.iter().all(|correction| correction.reason.len() > 20 && correction.from != correction.to)
        );
    }
}
