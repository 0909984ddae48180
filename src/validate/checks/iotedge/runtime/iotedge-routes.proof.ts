import { proof } from '../../../testing/proof.ts';
import { iotedgeRoutes } from './iotedge-routes.ts';
import { deployment, rows } from '../testing/manifest.ts';
import { running, runningRows } from '../testing/twins.ts';

export const iotedgeRoutesProof = proof(
  iotedgeRoutes,
  rows(
    {
      'everything to the cloud': deployment({ routes: { readings: 'FROM /* INTO $upstream' } }),
      'all messages to the cloud': deployment({ routes: { readings: 'FROM /messages/* INTO $upstream' } }),
      'all modules to one': deployment({
        routes: {
          all: { route: 'from /messages/modules/* into BrokeredEndpoint("/modules/filter/inputs/in")' },
        },
      }),
    },
    {
      dead: {
        'a route that is none': deployment({ routes: { readings: 'FROM readings TO cloud' } }),
        'a condition that somebody else may meet': deployment({
          routes: { readings: 'FROM /messages/* WHERE temperature > 25 INTO $upstream' },
        }),
        'a receiver that is none': deployment({
          routes: { readings: 'FROM /messages/modules/filter/* INTO BrokeredEndpoint("/x")' },
        }),
      },
    },
  ),
  runningRows({ 'everything to the cloud': running({ routes: { readings: 'FROM /* INTO $upstream' } }) }),
);
