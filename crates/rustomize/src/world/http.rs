//! HTTP and HTTPS over the network of this machine.

use std::io;
use std::time::Duration;

use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use super::{Fetch, Response};

/// As many redirects as kustomize follows.
const MAX_REDIRECTS: u32 = 9;

/// The largest body that is read.
const MAX_BODY: u64 = 256 << 20;

/// Fetches with the proxy of the environment and the certificates of the system. Sends no credentials.
#[derive(Clone, Debug)]
pub struct Http(Agent);

impl Http {
    /// With the longest time that a whole request may take.
    pub fn new(timeout: Option<Duration>) -> Http {
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(MAX_REDIRECTS)
            .timeout_global(timeout)
            .tls_config(tls)
            .user_agent(concat!("rustomize/", env!("CARGO_PKG_VERSION")))
            .build();
        Http(config.into())
    }
}

impl Default for Http {
    /// A request may take two minutes.
    fn default() -> Http {
        Http::new(Some(Duration::from_secs(120)))
    }
}

impl Fetch for Http {
    fn get(&self, url: &str) -> io::Result<Response> {
        // Kustomize takes spaces as they come.
        let escaped = url.replace(' ', "%20");
        let mut answer = self.0.get(&escaped).call().map_err(ureq::Error::into_io)?;
        let status = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(MAX_BODY).read_to_vec();
        Ok(Response { status, body: body.map_err(ureq::Error::into_io)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    /// Answers requests for `/redirect` with a redirect, `/loop` with one to itself, and others with the status
    /// that is their name.
    fn server() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let request = lines.next().unwrap().unwrap();
                while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
                let path = request.split(' ').nth(1).unwrap();
                let (status, location) = match path {
                    "/redirect" => ("302", "/200"),
                    "/loop" => ("302", "/loop"),
                    "/a%20b" => ("200", ""),
                    other => (&other[1..], ""),
                };
                let location =
                    if location.is_empty() { String::new() } else { format!("Location: {location}\r\n") };
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status} X\r\n{location}Content-Length: 4\r\nConnection: close\r\n\r\nbody"
                );
            }
        });
        format!("http://{address}")
    }

    #[test]
    fn statuses_and_redirects() {
        let base = server();
        let http = Http::default();
        for (path, status) in [("/200", 200), ("/redirect", 200), ("/404", 404), ("/503", 503), ("/a b", 200)]
        {
            let answer = http.get(&format!("{base}{path}")).unwrap();
            assert_eq!((answer.status, answer.body.as_slice()), (status, &b"body"[..]), "{path}");
        }
        assert!(http.get(&format!("{base}/loop")).is_err());
        assert!(http.get("http://127.0.0.1:1/").is_err());
    }
}
