/** Whether a code of Node or OpenSSL says that the server's certificate is not trusted, such as CERT_HAS_EXPIRED. */
export function isUntrusted(code: string): boolean {
  return /CERT|ISSUER|SIGNED|SIGNATURE|ALTNAME/.test(code);
}

/** Whether a code says that the server does not speak TLS, or none that we do. */
export function isNoTls(code: string): boolean {
  return /^ERR_SSL|^ERR_OSSL/.test(code);
}
