package org.huiyin.telephony;

import java.util.Map;

import org.asteriskjava.manager.action.ManagerAction;
import org.asteriskjava.manager.action.OriginateAction;
import org.asteriskjava.manager.action.PingAction;
import org.asteriskjava.manager.action.RedirectAction;
import org.asteriskjava.manager.action.SetVarAction;
import org.asteriskjava.manager.action.UpdateConfigAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SafeFieldsTest {
  @ParameterizedTest
  @ValueSource(strings = {"a\r\nAction: Originate", "a\nb", "a\rb", "a\0b", "a\u0085b", "a\u007fb"})
  void a_control_character_in_any_field_is_refused_without_repeating_it(String value) {
    refused(new SetVarAction("HB", value), "SetVar.getValue");
    refused(new SetVarAction(value, "1"), "SetVar.getVariable");
    refused(new RedirectAction("PJSIP/a", "fallback", value, 1), "Redirect.getExten");
    var ping = new PingAction();
    ping.setActionId(value);
    refused(ping, "Ping.getActionId");
    var originate = new OriginateAction();
    originate.setVariables(Map.of("__HY_CALL", value));
    refused(originate, "Originate.getVariables");
    originate = new OriginateAction();
    originate.setVariables(Map.of(value, "1"));
    refused(originate, "Originate.getVariables");
    var config = new UpdateConfigAction();
    config.addCommand("Append", "a", "b", value, null);
    refused(config, "UpdateConfig.getAttributes");
  }

  @Test
  void what_is_clean_passes() {
    assertThatCode(() -> SafeFields.check(new SetVarAction("PJSIP/resident-1", "HY_STAGE", "示范 {\"a\": 1}"))).doesNotThrowAnyException();
  }

  private static void refused(ManagerAction action, String field) {
    assertThatIllegalArgumentException().isThrownBy(() -> SafeFields.check(action))
        .withMessage(field + " holds a control character and is not sent");
  }
}
