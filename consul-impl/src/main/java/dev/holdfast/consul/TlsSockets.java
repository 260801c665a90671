package dev.holdfast.consul;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** TLS by a context that was made elsewhere. */
final class TlsSockets {

    private TlsSockets() {}

    /**
     * HTTP/1.1 alone, as without TLS: there is a connection for each blocking query, which can be given up with it, and
     * none on which a silent one holds up the rest.
     */
    static void installOn(OkHttpClient.Builder http, SSLContext context) {
        http.sslSocketFactory(context.getSocketFactory(), new NotAsked());
        http.protocols(List.of(Protocol.HTTP_1_1));
    }

    /**
     * OkHttp wants to see whom the context trusts, to pin certificates, which is not done here. The context decides by
     * itself; this trusts nobody.
     */
    private static final class NotAsked implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("a client does not judge clients");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("the TLS context judges servers");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
