/** The camera: connects to the cloud gateway itself and sends tiny grey pictures that it makes up. */
import { connect } from '../../common/mqtt.ts';
import { runPart } from '../../common/part.ts';
import { messages } from '../../common/topics.ts';

const EVERY_MS = 3000;
const WIDTH = 16;
const HEIGHT = 12;

await runPart(async ({ gateway }, identity) => {
  const link = await connect('camera', identity, 'cloud-gateway', gateway);
  let count = 0;
  const report = (): void => link.send(messages('camera', 'frame'), frame(count++));
  report();
  const timer = setInterval(report, EVERY_MS);
  return {
    close() {
      clearInterval(timer);
      return link.close();
    },
  };
});

/** An empty hallway as a PGM picture: a grey ramp that moves by one step a frame, so that a frozen picture shows. */
function frame(count: number): Buffer {
  const pixels = Buffer.alloc(WIDTH * HEIGHT);
  for (let index = 0; index < pixels.length; index++) pixels[index] = ((index % WIDTH) * 16 + count) % 256;
  return Buffer.concat([Buffer.from(`P5 ${WIDTH} ${HEIGHT} 255\n`), pixels]);
}
