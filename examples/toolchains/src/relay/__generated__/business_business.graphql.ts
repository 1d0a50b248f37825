/**
 * @generated SignedSource<<b25f1f248b769d67da0132a85c66d799>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
export type ConnectionStatus = "CONNECTED" | "DEGRADED" | "DISCONNECTED" | "NEEDS_RECONNECT" | "REVOKE_STUCK" | "REVOKING" | "%future added value";
import type { FragmentRefs } from "relay-runtime";
export type business_business$data = {
  readonly id: string;
  readonly labels: ReadonlyArray<string>;
  readonly name: string | null | undefined;
  readonly status: ConnectionStatus;
  readonly " $fragmentSpreads": FragmentRefs<"business_datasets">;
  readonly " $fragmentType": "business_business";
};
export type business_business$key = {
  readonly " $data"?: business_business$data;
  readonly " $fragmentSpreads": FragmentRefs<"business_business">;
};

import businessRefetchQuery_graphql from './businessRefetchQuery.graphql';

const node: ReaderFragment = {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": {
    "refetch": {
      "connection": null,
      "fragmentPathInResult": [
        "node"
      ],
      "operation": businessRefetchQuery_graphql,
      "identifierInfo": {
        "identifierField": "id",
        "identifierQueryVariableName": "id"
      }
    }
  },
  "name": "business_business",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "name",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "status",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "labels",
      "storageKey": null
    },
    {
      "args": null,
      "kind": "FragmentSpread",
      "name": "business_datasets"
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "id",
      "storageKey": null
    }
  ],
  "type": "Business",
  "abstractKey": null
};

(node as any).hash = "76882c15e3151d035a444d1caea5f09c";

export default node;
