/** Does a command that waits in the hub end soon, where its sender says nothing else? Read from a template or an export. */
import { minutesOf } from '../../../readers/arm/durations.ts';
import { type Demand, every, good, untold, weak } from '../../../readers/arm/judge.ts';
import { IOT_HUB } from '../../../readers/arm/types.ts';
import { templateCheck } from '../check.ts';

/** What the platform takes where nothing is said: an hour, and ten deliveries. */
const MINUTES = 60;
const DELIVERIES = 10;

const commandExpiry: Demand = {
  met: 'commands that wait end within the hour and after ten attempts at most, unless their sender sets another end',
  types: [IOT_HUB],
  judge(hub) {
    const time = hub.get('properties.cloudToDevice.defaultTtlAsIso8601');
    const count = hub.get('properties.cloudToDevice.maxDeliveryCount') ?? DELIVERIES;
    const minutes = time === undefined ? MINUTES : minutesOf(time);
    return every(
      minutes === undefined
        ? untold('keeps commands for a time that is not known')
        : minutes > MINUTES
          ? weak(`keeps commands for ${minutes} minutes`)
          : good(`keeps commands for ${minutes} minutes`),
      typeof count !== 'number'
        ? untold('tries to deliver commands an unknown number of times')
        : count > DELIVERIES
          ? weak(`tries to deliver a command ${count} times`)
          : good(`tries to deliver a command ${count} times at most`),
    );
  },
};

export const armCommandExpiry = templateCheck({
  id: 'arm-command-expiry',
  title: 'Does every IoT hub drop commands that wait for longer than an hour?',
  attack: 'look for an IoT hub that keeps commands for hours or tries to deliver them again and again',
  demand: commandExpiry,
});
