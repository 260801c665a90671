package dev.holdfast.consul;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Notes on each request whether it got as far as a connection, so that a failure before that is known as such. */
final class SendMark {

    private final AtomicBoolean sent = new AtomicBoolean();

    private SendMark() {}

    /** A failure before anything was sent. */
    static final class NotConnected extends IOException {
        private static final long serialVersionUID = 1;

        NotConnected(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    static void installOn(OkHttpClient.Builder http) {
        http.addInterceptor(SendMark::outside);
        http.addNetworkInterceptor(SendMark::onConnection);
    }

    private static Response outside(Interceptor.Chain chain) throws IOException {
        SendMark mark = new SendMark();
        Request marked = chain.request().newBuilder().tag(SendMark.class, mark).build();
        try {
            return chain.proceed(marked);
        } catch (IOException e) {
            throw mark.sent.get() ? e : new NotConnected(e);
        }
    }

    private static Response onConnection(Interceptor.Chain chain) throws IOException {
        SendMark mark = chain.request().tag(SendMark.class);
        if (mark != null) {
            mark.sent.set(true);
        }
        return chain.proceed(chain.request());
    }
}
