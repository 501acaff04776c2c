//! Fetching over the network: a capability the caller gives, or does not.

use std::io;

/// The answer to a request, redirects followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// Whether the status is 2xx.
    pub fn success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Fetches files over HTTP and HTTPS.
pub trait Fetch: Send + Sync {
    /// Gets what is at a URL. Redirects are followed; any final status is an answer and no error.
    ///
    /// # Errors
    /// Whatever keeps an answer from arriving.
    fn get(&self, url: &str) -> io::Result<Response>;
}
