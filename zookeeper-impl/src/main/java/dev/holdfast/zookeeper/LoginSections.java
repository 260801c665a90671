package dev.holdfast.zookeeper;

import dev.holdfast.spi.Security.Login;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.zookeeper.server.auth.DigestLoginModule;
import org.jspecify.annotations.Nullable;

/**
 * The sections of the process's login configuration that belong to our connections; all others are those that were
 * there before. The ZooKeeper client takes the name of a section, and nothing else. Safe for many threads.
 */
final class LoginSections extends Configuration {

    /** The platform's own log of DIGEST-MD5, which at its finest level shows the password; held, or its level is lost. */
    private static final Logger MECHANISM = Logger.getLogger("javax.security.sasl");

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Map<String, Login.User> SECTIONS = new ConcurrentHashMap<>();

    private final @Nullable Configuration others;

    private LoginSections(@Nullable Configuration others) {
        this.others = others;
    }

    /** Adds a section, and returns its name. */
    static String add(Login.User user) {
        String name = "holdfast-" + NUMBERS.incrementAndGet();
        SECTIONS.put(name, user);
        return name;
    }

    static void remove(String name) {
        SECTIONS.remove(name);
    }

    /** Puts our sections before those that are configured now, if they are not there. */
    static synchronized void install() {
        if (MECHANISM.isLoggable(Level.FINE)) {
            MECHANISM.setLevel(Level.INFO);
        }
        Configuration now = configured();
        if (!(now instanceof LoginSections)) {
            Configuration.setConfiguration(new LoginSections(now));
        }
    }

    private static @Nullable Configuration configured() {
        try {
            return Configuration.getConfiguration();
        } catch (SecurityException none) {
            return null;
        }
    }

    /** Asks for the password anew, since this is called at each login. */
    @Override
    public AppConfigurationEntry @Nullable [] getAppConfigurationEntry(String name) {
        Login.User user = SECTIONS.get(name);
        if (user != null) {
            Map<String, String> options = Map.of(
                    "username",
                    user.name(),
                    "password",
                    String.valueOf(user.password().reveal()));
            return new AppConfigurationEntry[] {
                new AppConfigurationEntry(DigestLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options)
            };
        }
        Configuration other = others == null ? inFile() : others;
        return other == null ? null : other.getAppConfigurationEntry(name);
    }

    /** Returns what a system property may have come to name meanwhile. */
    private static @Nullable Configuration inFile() {
        try {
            return Configuration.getInstance("JavaLoginConfig", null);
        } catch (SecurityException | NoSuchAlgorithmException none) {
            return null;
        }
    }

    @Override
    public void refresh() {
        if (others != null) {
            others.refresh();
        }
    }
}
