/**
 * Tells crossdock that a record changed: which one, not what is in it. Deployed on items, customers and transactions.
 *
 * @NApiVersion 2.1
 * @NScriptType UserEventScript
 * @NModuleScope SameAccount
 */
/* oxlint-disable typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-assignment, typescript/no-unsafe-return -- the platform's modules have no types outside of it */
define(['N/crypto', 'N/encode', 'N/https', 'N/log', 'N/runtime'], (crypto, encode, https, log, runtime) => {
  /** What is deleted or copied tells nothing that could be read. */
  const told = new Set(['create', 'edit', 'xedit', 'approve', 'ship', 'pack', 'paybills']);

  const afterSubmit = (context) => {
    if (!told.has(String(context.type).toLowerCase())) return;
    const script = runtime.getCurrentScript();
    const url = script.getParameter({ name: 'custscript_crossdock_url' });
    const secret = script.getParameter({ name: 'custscript_crossdock_secret' });
    if (!url || !secret) return;
    const { id, type } = context.newRecord;
    try {
      const seconds = String(Math.floor(Date.now() / 1000));
      const delivery = `${type}-${id}-${Date.now().toString(36)}-${Math.floor(Math.random() * 2 ** 32).toString(36)}`;
      const body = JSON.stringify({ delivery, record: String(type), id: String(id) });
      const account = String(runtime.accountId);
      const response = https.post({
        url,
        body,
        headers: {
          'Content-Type': 'application/json',
          'X-Crossdock-Account': account,
          'X-Crossdock-Timestamp': seconds,
          'X-Crossdock-Signature': sign(`${seconds}.${account}.${body}`, secret),
        },
      });
      if (response.code >= 300) throw new Error(`It answered with ${response.code}`);
    } catch (error) {
      // The record is saved whatever happens here. What is not told now is found by asking later.
      log.error({ title: `crossdock was not told of ${type} ${id}`, details: String(error) });
    }
  };

  /** HMAC-SHA256 under an API secret of the account, which no script can read. */
  const sign = (text, secret) => {
    const key = crypto.createSecretKey({ secret, encoding: encode.Encoding.UTF_8 });
    const hmac = crypto.createHmac({ algorithm: crypto.HashAlg.SHA256, key });
    hmac.update({ input: text, inputEncoding: encode.Encoding.UTF_8 });
    return hmac.digest({ outputEncoding: encode.Encoding.HEX });
  };

  return { afterSubmit };
});
