// Stock of each item at each location, from the item ledger. The standard API tells the stock of an item in all locations together only.
//
//   GET /api/crossdock/retail/v1.0/companies({id})/stockLevels?$filter=itemNumber eq 'SHOE-42'
//   { itemNumber, variantCode, locationCode, inventory }
//
// Not compiled against a live environment: build it and run it in a sandbox first.

query 50101 "Crossdock Stock Levels"
{
    QueryType = API;
    APIPublisher = 'crossdock';
    APIGroup = 'retail';
    APIVersion = 'v1.0';
    EntityName = 'stockLevel';
    EntitySetName = 'stockLevels';

    elements
    {
        dataitem(Entry; "Item Ledger Entry")
        {
            column(itemNumber; "Item No.") { }
            column(variantCode; "Variant Code") { }
            column(locationCode; "Location Code") { }
            column(inventory; Quantity)
            {
                Method = Sum;
            }
        }
    }
}
