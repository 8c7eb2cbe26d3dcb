#pragma once
// A key and a self-signed certificate for one name, made on the spot.

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <string>

namespace qd::test {

class TestCertificate {
public:
    /// `name` as in subjectAltName: "DNS:localhost" or "IP:127.0.0.1".
    explicit TestCertificate(const std::string &name) {
        m_key.reset(EVP_EC_gen("P-256"));
        m_certificate.reset(X509_new());
        X509 *certificate = m_certificate.get();
        X509_set_version(certificate, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_pubkey(certificate, m_key.get());
        X509_NAME *subject = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char *>("test"), -1, -1,
                                   0);
        X509_set_issuer_name(certificate, subject);
        X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name.c_str());
        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
        X509_sign(certificate, m_key.get(), EVP_sha256());
        m_context.reset(SSL_CTX_new(TLS_server_method()));
        SSL_CTX_use_certificate(m_context.get(), certificate);
        SSL_CTX_use_PrivateKey(m_context.get(), m_key.get());
    }

    [[nodiscard]] SSL_CTX *context() const { return m_context.get(); }
    void writePem(const std::string &path) const {
        std::FILE *file = std::fopen(path.c_str(), "w");
        PEM_write_X509(file, m_certificate.get());
        std::fclose(file);
    }

private:
    struct Free {
        void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
        void operator()(X509 *certificate) const { X509_free(certificate); }
        void operator()(SSL_CTX *context) const { SSL_CTX_free(context); }
    };
    std::unique_ptr<EVP_PKEY, Free> m_key;
    std::unique_ptr<X509, Free> m_certificate;
    std::unique_ptr<SSL_CTX, Free> m_context;
};

} // namespace qd::test
