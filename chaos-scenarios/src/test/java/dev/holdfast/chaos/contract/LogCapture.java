package dev.holdfast.chaos.contract;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/** All that any library logs, at every level, while it is open; the console goes on showing what it did. */
final class LogCapture implements AutoCloseable {

    private final Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
    private final java.util.logging.Logger platform = LogManager.getLogManager().getLogger("");
    private final Level rootLevel = root.getLevel();
    private final java.util.logging.Level platformLevel = platform.getLevel();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final List<Appender<ILoggingEvent>> shown = new ArrayList<>();
    private final Appender<ILoggingEvent> appender = new Lines();
    private final Handler handler = new PlatformLines();

    LogCapture() {
        root.iteratorForAppenders().forEachRemaining(shown::add);
        ThresholdFilter asBefore = new ThresholdFilter();
        asBefore.setLevel(rootLevel.toString());
        asBefore.start();
        shown.forEach(console -> console.addFilter(asBefore));
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.TRACE);
        platform.addHandler(handler);
        platform.setLevel(java.util.logging.Level.ALL);
    }

    /** Returns all lines up to now, stack traces included. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        root.setLevel(rootLevel);
        shown.forEach(Appender::clearAllFilters);
        platform.removeHandler(handler);
        platform.setLevel(platformLevel);
    }

    private final class Lines extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            String thrown =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getLoggerName() + ' ' + event.getFormattedMessage() + ' ' + thrown);
        }
    }

    private final class PlatformLines extends Handler {

        PlatformLines() {
            setLevel(java.util.logging.Level.ALL);
        }

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLoggerName() + ' ' + line.getMessage() + ' ' + List.of(arguments(line)));
        }

        private Object[] arguments(LogRecord line) {
            return line.getParameters() == null ? new Object[0] : line.getParameters();
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
