//! Addresses of pages: whether two name the same page, and where a redirect leads.

/// The page that an address names, in a form in which two can be compared: without the scheme, the
/// fragment and the slash at the end, the host in small letters. Nothing where it is no address of the
/// web.
pub(super) fn key(address: &str) -> Option<String> {
    let address = address.trim().trim_matches(['<', '>']);
    let (scheme, rest) = address.split_once("://")?;
    let port = match scheme.to_ascii_lowercase().as_str() {
        "http" => ":80",
        "https" => ":443",
        _ => return None,
    };
    let rest = rest.split('#').next()?;
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let host = host.to_ascii_lowercase();
    let host = host.strip_suffix(port).unwrap_or(&host);
    (!host.is_empty()).then(|| format!("{host}{}", path.trim_end_matches('/')))
}

/// Where a redirect from one address leads.
pub(super) fn join(base: &str, target: &str) -> Option<String> {
    let target = target.trim();
    if key(target).is_some() {
        return Some(target.to_owned());
    }
    let (scheme, rest) = base.trim_matches(['<', '>']).split_once("://")?;
    if let Some(host) = target.strip_prefix("//") {
        return Some(format!("{scheme}://{host}"));
    }
    let rest = rest.split(['#', '?']).next()?;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Some(match target.chars().next()? {
        '/' => format!("{scheme}://{host}{target}"),
        '?' => format!("{scheme}://{host}{path}{target}"),
        _ => format!("{scheme}://{host}{folder}/{target}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_may_be_named_in_several_ways() {
        let same = |a: &str, b: &str| key(a) == key(b);
        assert!(same("https://Ports.example/31/", "http://ports.example:80/31#top"));
        assert!(same("<https://ports.example>", "https://ports.example/"));
        assert!(!same("https://ports.example/31", "https://ports.example/31?page=2"));
        assert!(!same("https://ports.example/A", "https://ports.example/a"));
        assert_eq!((key("dns:ports.example"), key("https://"), key("mailto:a@b.example")), (None, None, None));
    }

    #[test]
    fn redirects_lead_on() {
        let joined = |target: &str| join("https://ports.example/a/b?c#d", target).unwrap();
        assert_eq!(joined("http://other.example/x"), "http://other.example/x");
        assert_eq!(joined("//other.example/x"), "https://other.example/x");
        assert_eq!(joined("/x"), "https://ports.example/x");
        assert_eq!(joined("x"), "https://ports.example/a/x");
        assert_eq!(joined("?x"), "https://ports.example/a/b?x");
        assert_eq!(join("https://ports.example", "x").unwrap(), "https://ports.example/x");
    }
}
