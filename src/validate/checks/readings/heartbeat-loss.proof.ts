import { deadEnds } from '../../testing/dead.ts';
import { SOUND_MQTT, declaredMqtt, onMqttPlant } from '../../testing/plant/mqtt-plant.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { heartbeatLoss } from './heartbeat-loss.ts';

export const heartbeatLossProof = proof(
  heartbeatLoss,
  rowsOn(onMqttPlant('readings'), 'silence is told', {
    intact: SOUND_MQTT,
    weakened: { 'silence is not told': { ...SOUND_MQTT, alarms: 'never' } },
    dead: {
      'there is always an alarm': { ...SOUND_MQTT, alarms: 'all the time' },
      'the monitor is off': { ...SOUND_MQTT, programs: 'off' },
    },
  }),
  deadEnds((bench) => declaredMqtt('readings', bench)),
);
