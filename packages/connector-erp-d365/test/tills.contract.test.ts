import { confirmPostingContract, createOrderContract, processReturnContract } from '@crossdock/testing/contracts';
import { describe } from 'vitest';
import { asTransactions, openTills, tillDoors } from './till-doors.ts';

function suitesOf(doors: ReturnType<typeof tillDoors>): void {
  createOrderContract(doors.createOrder);
  processReturnContract(doors.processReturn);
  confirmPostingContract(doors.confirmPosting);
}

describe('till sales as orders that are posted at once', () => {
  suitesOf(tillDoors('orders', () => openTills({ as: 'orders' })));
});

describe('till sales as store transactions', () => {
  suitesOf(tillDoors('transactions', () => openTills(asTransactions)));
});
