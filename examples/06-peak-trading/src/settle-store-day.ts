import { defineFlow, type StoreDay, storeDayEntry } from '@crossdock/core';

/** A store's day becomes one journal entry; a later revision of it becomes an entry of what differs. */
export const settleStoreDay = defineFlow({
  name: 'settle-store-day',
  version: 1,
  on: 'storeday.closed',
  key: (day) => day.ref,
  needs: { erp: ['postJournal', 'confirmPosting'] },
  async run(day, { erp, waitFor }) {
    let corrects: StoreDay | undefined;
    while (day.revision > 1 && corrects?.revision !== day.revision - 1)
      corrects = (await waitFor('storeday.closed')).data;
    const entry = storeDayEntry(day, corrects ? { corrects } : {});
    if (!entry) return;
    const document = await erp.postJournal(entry, { hold: 'until-open' });
    await erp.confirmPosting({ document }, { hold: 'until-open' });
  },
});
