// The server's tests make certificates likewise.
export { Certificate, temporaryFolder } from "../../../server/test/support/certificates.js";
