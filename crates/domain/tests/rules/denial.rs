//! Why requests are refused.

use std::collections::BTreeSet;

use domain::DenialReason;

#[test]
fn every_reason_has_one_name_and_leads_to_a_mend() {
    let mut labels = BTreeSet::new();
    for reason in DenialReason::ALL {
        let name = reason.as_str();
        assert_eq!(DenialReason::parse(name), Some(reason));
        assert_eq!(serde_json::to_value(reason).unwrap(), name);
        assert!(labels.insert(reason.label()), "{name}");
        assert!(!reason.label().ends_with('.') && reason.advice().ends_with('.'), "{name}");
    }
    assert_eq!(DenialReason::parse("Redirect_uri_missing"), None);
}
