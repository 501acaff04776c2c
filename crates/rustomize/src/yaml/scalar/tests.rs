//! Expectations measured with kustomize 5.8.1.

use super::*;
use crate::yaml::{Scalar, Style};

fn plain(text: &str) -> Scalar {
    Scalar { tag: resolve(text), ..Scalar::string(text) }
}

fn tagged(tag: Tag, text: &str) -> Scalar {
    Scalar { tag, style: Style::DoubleQuoted, tagged: true, ..Scalar::string(text) }
}

#[test]
fn words() {
    for text in ["", "~", "null", "Null", "NULL"] {
        assert_eq!((resolve(text), resolve_v2(text)), (Tag::Null, Tag::Null), "{text}");
    }
    for text in ["true", "False", "TRUE"] {
        assert_eq!((resolve(text), resolve_v2(text)), (Tag::Bool, Tag::Bool), "{text}");
    }
    for text in ["y", "N", "yes", "No", "ON", "off"] {
        assert_eq!((resolve(text), resolve_v2(text)), (Tag::Str, Tag::Bool), "{text}");
    }
    for text in ["nULL", "Nul", "truee", "tRUE", "=", "yes!", "+.nan", "inf", ".infinity"] {
        assert_eq!((resolve(text), resolve_v2(text)), (Tag::Str, Tag::Str), "{text}");
    }
    assert_eq!((resolve("<<"), resolve_v2("<<")), (Tag::Merge, Tag::Str));
}

#[test]
fn integers() {
    let cases: &[(&str, i64)] = &[
        ("-0", 0),
        ("010", 8),
        ("0o17", 15),
        ("0X1f", 31),
        ("-0b11", -3),
        ("1__0", 10),
        ("0_x1F", 31),
        ("0b-1", -1),
        ("0o-7", -7),
        ("0b+1", 1),
        ("-9223372036854775808", i64::MIN),
    ];
    for &(text, value) in cases {
        assert_eq!(plain(text).value(false), Ok(Value::Int(value)), "{text}");
    }
    assert_eq!(plain("18446744073709551615").value(false), Ok(Value::UInt(u64::MAX)));
    for text in [
        "0o8",
        "0b2",
        "0xg",
        "0x",
        "1e",
        "1.2.3",
        "-0b-1",
        "0B-1",
        "+0o-7",
        "0x-1F",
        "_1",
        "0x1FFFFFFFFFFFFFFFF",
    ] {
        assert_eq!(resolve(text), Tag::Str, "{text}");
    }
    assert_eq!(resolve_v2("0o-7"), Tag::Str);
}

#[test]
fn floats() {
    let cases: &[(&str, f64)] = &[
        ("1.", 1.0),
        (".5", 0.5),
        ("+.5_0", 0.5),
        ("-._5", -0.5),
        ("08", 8.0),
        ("1e3", 1000.0),
        (".0_2", 0.02),
        (".5e1_0", 5e9),
        (".5e-999", 0.0),
        ("+18446744073709551615", 18446744073709551615.0),
        ("07777777777777777777777777", 7777777777777777777777777.0),
    ];
    for &(text, value) in cases {
        assert_eq!(plain(text).value(false), Ok(Value::Float(value)), "{text}");
    }
    for text in ["1e400", ".5e999", "._2", ".2_", ".", "-.", ".e3", "1e5.5", "+e3"] {
        assert_eq!(resolve(text), Tag::Str, "{text}");
    }
}

#[test]
fn timestamps() {
    let cases = [
        ("2020-1-1", "2020-01-01T00:00:00Z"),
        ("0000-01-01", "0000-01-01T00:00:00Z"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-14T21:59:43.1-05:00"),
        ("2020-01-01 0:0:0,5", "2020-01-01T00:00:00.5Z"),
        ("2020-01-01T00:00:00-00:00", "2020-01-01T00:00:00Z"),
        ("2020-01-01T00:00:00.123456789123Z", "2020-01-01T00:00:00.123456789Z"),
    ];
    for (text, value) in cases {
        assert_eq!(plain(text).value(false), Ok(Value::String(value.into())), "{text}");
    }
    for text in [
        "2020-02-30",
        "2020-01-01t00:00:00z",
        "2020-01-01T12:30",
        "2020-01-01T24:00:00Z",
        "2020-01-01 00:00:00Z",
    ] {
        assert_eq!(resolve(text), Tag::Str, "{text}");
    }
    assert_eq!(plain("2020-01-01T00:00:00+24:00").value(false), Err(ValueError::Zone));
}

#[test]
fn flow_makes_strings() {
    assert_eq!(plain("").value(true), Ok(Value::String("".into())));
    assert_eq!(plain("~").value(true), Ok(Value::Null));
    let time = "2001-12-14 21:59:43";
    assert_eq!(plain(time).value(true), Ok(Value::String(time.into())));
    assert_eq!(plain("2001-12-14").value(true), Ok(Value::String("2001-12-14T00:00:00Z".into())));
}

#[test]
fn tags_and_styles() {
    assert_eq!(tagged(Tag::Int, "0x1F").value(false), Ok(Value::Int(31)));
    assert_eq!(tagged(Tag::Float, "5").value(false), Ok(Value::Float(5.0)));
    assert_eq!(tagged(Tag::Null, "").value(false), Ok(Value::Null));
    assert_eq!(tagged(Tag::Binary, "aG\nl=").value(false), Ok(Value::String("hi".into())));
    assert_eq!(tagged(Tag::Binary, "aGk").value(false), Err(ValueError::Base64));
    assert_eq!(tagged(Tag::Other, "5").value(false), Ok(Value::String("5".into())));
    let quoted_int = Scalar { style: Style::DoubleQuoted, ..plain("5") };
    assert_eq!(quoted_int.value(false), Ok(Value::String("5".into())));
    let upstream = |scalar: Scalar| scalar.value(false).map_err(|e| e.upstream()).expect_err("a mismatch");
    assert_eq!(upstream(tagged(Tag::Int, "1.5")), "yaml: cannot decode !!float `1.5` as a !!int");
    assert_eq!(upstream(tagged(Tag::Int, "2020-01-01")), "yaml: cannot decode !!str `2020-01-01` as a !!int");
    let replaced = Scalar { tag: Tag::Int, ..plain("q") };
    assert_eq!(upstream(replaced), "yaml: cannot decode !!str `q` as a !!int");
    let above = "18446744073709551615";
    assert_eq!(
        upstream(tagged(Tag::Float, above)),
        format!("yaml: cannot decode !!int `{above}` as a !!float")
    );
}

#[test]
fn keys() {
    let nested = Place { top: false, in_flow: false };
    let top = Place { top: true, in_flow: false };
    assert_eq!(key_text(&plain("5"), nested), Err(ValueError::Key(Tag::Int)));
    assert_eq!(key_text(&plain("0x1F"), top), Ok("0x1F".into()));
    assert_eq!(key_text(&plain("~"), top), Err(ValueError::Key(Tag::Null)));
    assert_eq!(key_text(&plain(""), nested), Ok("".into()));
    assert_eq!(key_text(&plain("<<"), nested), Err(ValueError::MergeKey));
    assert_eq!(key_text(&Scalar::string("5"), nested), Ok("5".into()));
    assert_eq!(key_text(&tagged(Tag::Binary, "aGk="), top), Ok("hi".into()));
    assert_eq!(key_text(&tagged(Tag::Binary, "aGk="), nested), Err(ValueError::Key(Tag::Binary)));
}
