package dev.holdfast.chaos.fault.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RuleScriptTest {

    private static final RuleScript.Point POINT = new RuleScript.Point("slow", "a.B", "m(int)");

    @Test
    void a_latency_is_the_rule_of_chaos_mesh_and_counted() {
        assertThat(POINT.latency(30).text()).isEqualTo("""
                RULE slow
                CLASS a.B
                METHOD m(int)
                HELPER dev.holdfast.chaos.agent.Firings
                AT ENTRY
                IF true
                DO
                  fired(); Thread.sleep(30); lasted();
                ENDRULE
                """);
    }

    @Test
    void exceptions_and_values_are_expressions_of_byteman() {
        assertThat(POINT.exception("java.io.IOException(\"x\")").text())
                .contains("  fired(); throw new java.io.IOException(\"x\");\n");
        assertThat(POINT.returns("\"a\"").text()).contains("  fired(); return \"a\";\n");
    }

    @Test
    void own_rules_are_counted_where_their_effect_begins() {
        RuleScript script = RuleScript.counted("""
                # DO is no word of this line
                RULE one IF DO
                CLASS a.B
                METHOD m
                AT EXIT
                BIND text:String = "IF \\" DO"
                IF text.equals("DO") DO delay(10)
                ENDRULE

                RULE two
                CLASS a.B
                METHOD n
                IF TRUE
                DO NOTHING
                ENDRULE
                """);

        assertThat(script.names()).containsExactly("one IF DO", "two");
        assertThat(script.text()).isEqualTo("""
                RULE one IF DO
                CLASS a.B
                METHOD m
                HELPER dev.holdfast.chaos.agent.Firings
                AT EXIT
                BIND text:String = "IF \\" DO"
                IF text.equals("DO") DO fired(); delay(10)
                ENDRULE
                RULE two
                CLASS a.B
                METHOD n
                HELPER dev.holdfast.chaos.agent.Firings
                IF TRUE
                DO fired();
                ENDRULE
                """);
    }

    @Test
    void what_cannot_be_counted_is_refused_with_its_reason() {
        refused("CLASS a.B", "holds no rule");
        refused("RULE x\nCLASS a.B\nIF true DO y()\nENDRULE", "rule 'x' has no METHOD");
        refused("RULE x\nCLASS a.B\nMETHOD m\nENDRULE", "rule 'x' has no IF and DO");
        refused("RULE x\nCLASS a.B\nMETHOD m\nHELPER a.C\nIF true\nDO y()\nENDRULE", "names a HELPER in rule 'x'");
        refused("HELPER a.C\nRULE x\nMETHOD m\nIF true\nDO y()\nENDRULE", "names a HELPER outside of its rules");
        String rule = "RULE x\nMETHOD m\nIF true\nDO y()\nENDRULE\n";
        refused(rule + rule, "two rules of one name");
    }

    private static void refused(String rules, String reason) {
        assertThatThrownBy(() -> RuleScript.counted(rules)).hasMessageContaining(reason);
    }
}
