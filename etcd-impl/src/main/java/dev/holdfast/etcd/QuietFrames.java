package dev.holdfast.etcd;

import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLogger;
import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import io.grpc.netty.shaded.io.netty.util.internal.logging.Slf4JLoggerFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Keeps gRPC's transport from logging its frames, which at level DEBUG show each token, and the bytes of the password.
 * There is no setting against it but that of the shaded Netty's loggers, which are the whole process's; all others of them
 * go to SLF4J as before. Source: {@code NettyClientHandler.newHandler} of grpc-java 1.82.0.
 */
final class QuietFrames extends Slf4JLoggerFactory {

    private static final String FRAMES = "io.grpc.netty.shaded.io.grpc.netty.NettyClientHandler";
    private static final InternalLogger SILENT = (InternalLogger) Proxy.newProxyInstance(
            QuietFrames.class.getClassLoader(), new Class<?>[] {InternalLogger.class}, QuietFrames::nothing);

    // the constructor is deprecated for those who do not extend it
    @SuppressWarnings("deprecation")
    private QuietFrames() {}

    /** Makes the frames of all connections that are made from now on silent. */
    static void install() {
        if (!(InternalLoggerFactory.getDefaultFactory() instanceof QuietFrames)) {
            InternalLoggerFactory.setDefaultFactory(new QuietFrames());
        }
    }

    @Override
    public InternalLogger newInstance(String name) {
        return name.equals(FRAMES) ? SILENT : super.newInstance(name);
    }

    /** Says that no level is enabled, and does nothing. */
    private static @Nullable Object nothing(Object logger, Method method, Object @Nullable [] arguments) {
        if (method.getReturnType() == boolean.class) {
            return false;
        }
        return method.getReturnType() == String.class ? FRAMES : null;
    }
}
