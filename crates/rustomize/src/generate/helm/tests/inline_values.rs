//! `valuesInline`, and what it does to the values of files.

use super::*;
use crate::yaml::stream;

/// The cases in `recorded/values.yaml` are files and inline values, and what kustomize 5.8.1 made of them.
#[test]
fn inline_values() {
    let cases = stream::read(include_str!("recorded/values.yaml"), SourceId::NONE).unwrap();
    for case in &cases {
        let at = |key: &str| case.text_at(&[key]).unwrap_or_default();
        let inline: Vec<String> = at("inline").lines().map(|line| format!("  {line}\n")).collect();
        let chart = format!(
            "name: foo\nvaluesFile: f.yaml\nvaluesMerge: {}\nvaluesInline:\n{}",
            at("merge"),
            inline.concat()
        );
        let file: &'static str = at("file").to_owned().leak();
        let mut around = around();
        around.files.insert("f.yaml", file);
        let expected = at("expected");
        let (chart, globals, settings) = (item(&chart), HelmGlobals::default(), HelmSettings::default());
        let helm = StandIn::default();
        let result = Inflation::configure(&chart, &globals, Some(&settings), "", Span::NONE, &around)
            .and_then(|inflation| inflation.run(Some(&helm), &around));
        let ours = match result {
            Ok(_) => helm.written.lock().unwrap().remove(0).1,
            Err(error) => format!("error: {}", error.parts().upstream.as_deref().unwrap_or("?")),
        };
        match expected.strip_prefix("error: ") {
            None => assert_eq!(ours, expected, "{}", at("name")),
            Some(_) => assert!(ours.starts_with("error: "), "{}: {ours}", at("name")),
        }
    }
    assert!(cases.len() > 20);
}

/// Inline values go through JSON in kustomize: numbers become floats, keys and words are those of YAML 1.1.
#[test]
fn inline_values_as_kustomize_reads_them() {
    let inline = "name: foo
valuesMerge: replace
valuesInline:
  big: 12345678901234567890
  i53: 9007199254740993
  f: 1.0
  e: 1e21
  s: 0x1F
  d: 2020-01-01
  n: null
  m: {}
  l: []
  q: \"a: b\"
  5: five
  lst: [{a: null}, null, 1.50]";
    let written = render(&item(inline), &HelmGlobals::default(), &HelmSettings::default(), &around()).1;
    assert_eq!(
        written,
        "\"5\": five\nbig: 12345678901234567000\nd: \"2020-01-01\"\ne: 1e+21\nf: 1\n\"false\": null\n\
         i53: 9007199254740992\nl: []\nlst:\n- a: null\n- null\n- 1.5\nm: {}\nq: 'a: b'\ns: 31\n"
    );
}
