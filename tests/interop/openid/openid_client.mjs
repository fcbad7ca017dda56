// A relying party made with openid-client, a program of its own: it reads commands from its standard input.
// Each line is a JSON object with `do`; each answer is one line. It knows the provider by its discovery document
// and by nothing else. Run by test_openid.py; docs/connect-a-system.md shows its pieces.

import * as readline from 'node:readline';
import * as client from 'openid-client';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
let config, redirect, scope, pushes, asked;

async function authentication(way, secret, key) {
  if (way === 'client_secret_basic') return client.ClientSecretBasic(secret);
  if (way === 'none') return client.None();
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const { kid, ...jwk } = key;
  return client.PrivateKeyJwt({ key: await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']), kid });
}

const commands = {
  async start({ issuer, client_id, redirect_uri, scope: wanted, way, secret, key, pushed = false }) {
    config = await client.discovery(new URL(issuer), client_id, {}, await authentication(way, secret, key), {
      execute: [client.allowInsecureRequests], // the loopback of a test; elsewhere https alone
    });
    [redirect, scope, pushes] = [redirect_uri, wanted, pushed];
    return { issuer: config.serverMetadata().issuer };
  },

  async begin({ verifier, nonce, ...more }) {
    const parameters = {
      redirect_uri: redirect,
      scope,
      state: client.randomState(),
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...more,
    };
    asked = { state: parameters.state, nonce, verifier, max_age: more.max_age };
    const url = pushes
      ? await client.buildAuthorizationUrlWithPAR(config, parameters)
      : client.buildAuthorizationUrl(config, parameters);
    return { url: url.href };
  },

  async finish({ callback, ...instead }) {
    const expected = { ...asked, ...instead };
    const token = await client.authorizationCodeGrant(config, new URL(callback), {
      pkceCodeVerifier: expected.verifier,
      expectedState: expected.state,
      expectedNonce: expected.nonce,
      maxAge: expected.max_age === undefined ? undefined : Number(expected.max_age),
      idTokenExpected: true,
    });
    const claims = token.claims();
    return { token, claims, userinfo: await client.fetchUserInfo(config, token.access_token, claims.sub) };
  },

  async refresh({ token }) {
    const fresh = await client.refreshTokenGrant(config, token);
    return { token: fresh, claims: fresh.claims() };
  },

  async userinfo({ token }) {
    return { userinfo: await client.fetchUserInfo(config, token, client.skipSubjectCheck) };
  },

  async revoke({ token }) {
    await client.tokenRevocation(config, token);
    return { status: 200 };
  },

  async introspect({ token }) {
    return { said: await client.tokenIntrospection(config, token) };
  },

  async heard({ logout_token }) {
    const { issuer, jwks_uri } = config.serverMetadata();
    const { payload } = await jwtVerify(logout_token, createRemoteJWKSet(new URL(jwks_uri)), {
      issuer,
      audience: config.clientMetadata().client_id,
      typ: 'logout+jwt',
      algorithms: ['RS256'],
      requiredClaims: ['iat', 'exp', 'jti', 'events', 'sub', 'sid'],
    });
    if ('nonce' in payload || !(LOGOUT_EVENT in payload.events)) throw new Error('no logout token');
    return { claims: payload };
  },

  async leave({ id_token, address }) {
    const parameters = { id_token_hint: id_token, post_logout_redirect_uri: address, state: 'left' };
    return { url: client.buildEndSessionUrl(config, parameters).href };
  },
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { do: name, ...values } = JSON.parse(line);
  let answer;
  try {
    answer = { ok: true, ...(await commands[name](values)) };
  } catch (problem) {
    answer = { ok: false, error: problem.error ?? problem.code ?? problem.name, text: String(problem.message) };
  }
  console.log(JSON.stringify(answer));
}
