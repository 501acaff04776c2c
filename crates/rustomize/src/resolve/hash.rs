//! Content hashes in the names of generated objects, so that a change of content is a change of name.

use ecow::{EcoString, eco_format};

use crate::diag::Result;
use crate::resource::{Resource, ResourceSet};
use crate::schema::Schema;
use crate::yaml::{Node, json};

/// Appends the hash to the name of every object that wants one. Returns how many there were.
///
/// # Errors
/// Values that JSON cannot hold.
pub(crate) fn append(set: &mut ResourceSet, schema: &Schema) -> Result<usize> {
    let mut count = 0;
    let mut text = String::new();
    for at in 0..set.len() {
        if !set.get(at).is_some_and(|res| res.lineage().needs_hash) {
            continue;
        }
        count += 1;
        set.edit(at, schema, |res| {
            text.clear();
            let hash = of(&res.node, &mut text)?;
            res.push_former_id();
            rename(res, &hash);
            Ok(())
        })?;
    }
    Ok(count)
}

fn rename(res: &mut Resource, hash: &str) {
    let name = eco_format!("{}-{hash}", res.id().name);
    if let Some(node) = res.node.get_mut("metadata").and_then(|m| m.get_mut("name")) {
        *node = node.with_text(name);
    }
}

/// The hash of an object: ten characters that stand for its data, not for its name, labels or annotations. What is
/// hashed is written to `text`, which is empty.
///
/// # Errors
/// Values that JSON cannot hold.
fn of(node: &Node, text: &mut String) -> Result<EcoString> {
    match node.text_at(&["kind"]) {
        Some("ConfigMap") => config_map(node, text)?,
        Some("Secret") => secret(node, text)?,
        _ => json::write(node, text)?,
    }
    Ok(short(&sha256(text)))
}

/// By ring where it is there: on processors without instructions for SHA-256 it takes half the time.
#[cfg(feature = "ring")]
fn sha256(text: &str) -> [u8; 32] {
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    digest.as_ref().try_into().expect("a SHA-256 digest has 32 bytes")
}

#[cfg(not(feature = "ring"))]
fn sha256(text: &str) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(text).into()
}

fn config_map(node: &Node, out: &mut String) -> Result<()> {
    out.push('{');
    map_field("binaryData", node, out)?;
    data_field(node, out)?;
    out.push_str(r#","kind":"ConfigMap","name":""}"#);
    Ok(())
}

fn secret(node: &Node, out: &mut String) -> Result<()> {
    out.push('{');
    data_field(node, out)?;
    out.push_str(r#","kind":"Secret","name":"","#);
    map_field("stringData", node, out)?;
    out.push_str(r#""type":"#);
    json::write_string(node.text_at(&["type"]).unwrap_or_default(), out);
    out.push('}');
    Ok(())
}

/// The field and a comma, if it is there and a map.
fn map_field(key: &str, node: &Node, out: &mut String) -> Result<()> {
    let Some(value) = node.get(key).filter(|v| v.as_mapping().is_some()) else { return Ok(()) };
    json::write_string(key, out);
    out.push(':');
    json::write(value, out)?;
    out.push(',');
    Ok(())
}

fn data_field(node: &Node, out: &mut String) -> Result<()> {
    out.push_str(r#""data":"#);
    match node.get("data").filter(|d| !d.is_null()) {
        Some(data) => json::write(data, out),
        None => {
            out.push_str(r#""""#);
            Ok(())
        }
    }
}

/// The first ten hexadecimal digits, with those that could form words replaced.
fn short(digest: &[u8]) -> EcoString {
    digest.iter().take(5).flat_map(|byte| [byte >> 4, byte & 15]).map(digit).collect()
}

fn digit(value: u8) -> char {
    const DIGITS: [char; 16] =
        ['g', 'h', '2', 'k', '4', '5', '6', '7', '8', '9', 'm', 'b', 'c', 'd', 't', 'f'];
    DIGITS[value as usize]
}
