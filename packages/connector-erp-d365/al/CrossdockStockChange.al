// A change of stock, once for each reference. It is posted by an item journal line as it is made, in the same transaction: what is in this
// table is in the item ledger, and what could not be posted is in neither.
//
// Contract, which the simulator of the package keeps too:
//   * POST /api/crossdock/retail/v1.0/companies({id})/stockChanges
//     { reference, documentNumber, itemNumber, variantCode, locationCode, quantity, postingDate }
//   * `reference` is the primary key: a second row with it is Internal_EntityWithSameKeyExists.
//   * A positive quantity comes in, a negative one goes out. Rows are neither changed nor removed.
//
// Not compiled against a live environment: build it and run it in a sandbox first.

table 50100 "Crossdock Stock Change"
{
    Caption = 'Crossdock Stock Change';
    DataClassification = CustomerContent;

    fields
    {
        field(1; Reference; Code[50]) { Caption = 'Reference'; NotBlank = true; }
        field(2; "Document No."; Code[20]) { Caption = 'Document No.'; }
        field(3; "Item No."; Code[20]) { Caption = 'Item No.'; TableRelation = Item; }
        field(4; "Variant Code"; Code[10]) { Caption = 'Variant Code'; TableRelation = "Item Variant".Code where("Item No." = field("Item No.")); }
        field(5; "Location Code"; Code[10]) { Caption = 'Location Code'; TableRelation = Location; }
        field(6; Quantity; Decimal) { Caption = 'Quantity'; DecimalPlaces = 0 : 5; }
        field(7; "Posting Date"; Date) { Caption = 'Posting Date'; }
    }

    keys
    {
        key(PK; Reference) { Clustered = true; }
        key(Document; "Document No.") { }
    }

    trigger OnInsert()
    var
        ItemJournalLine: Record "Item Journal Line";
        ItemJnlPostLine: Codeunit "Item Jnl.-Post Line";
    begin
        TestField("Item No.");
        TestField("Location Code");
        TestField(Quantity);
        ItemJournalLine.Init();
        ItemJournalLine.Validate("Posting Date", "Posting Date");
        if Quantity > 0 then
            ItemJournalLine.Validate("Entry Type", ItemJournalLine."Entry Type"::"Positive Adjmt.")
        else
            ItemJournalLine.Validate("Entry Type", ItemJournalLine."Entry Type"::"Negative Adjmt.");
        ItemJournalLine."Document No." := "Document No.";
        ItemJournalLine.Validate("Item No.", "Item No.");
        if "Variant Code" <> '' then
            ItemJournalLine.Validate("Variant Code", "Variant Code");
        ItemJournalLine.Validate("Location Code", "Location Code");
        ItemJournalLine.Validate(Quantity, Abs(Quantity));
        // Posts one line and does not commit: a batch with snapshot isolation stays one transaction.
        ItemJnlPostLine.RunWithCheck(ItemJournalLine);
    end;

    trigger OnModify()
    begin
        Error('A change of stock cannot be changed.');
    end;

    trigger OnDelete()
    begin
        Error('A change of stock cannot be removed.');
    end;
}

page 50100 "Crossdock Stock Changes"
{
    PageType = API;
    APIPublisher = 'crossdock';
    APIGroup = 'retail';
    APIVersion = 'v1.0';
    EntityName = 'stockChange';
    EntitySetName = 'stockChanges';
    SourceTable = "Crossdock Stock Change";
    ODataKeyFields = SystemId;
    DelayedInsert = true;
    ModifyAllowed = false;
    DeleteAllowed = false;
    Extensible = false;

    layout
    {
        area(Content)
        {
            repeater(Rows)
            {
                field(id; Rec.SystemId) { Editable = false; }
                field(reference; Rec.Reference) { }
                field(documentNumber; Rec."Document No.") { }
                field(itemNumber; Rec."Item No.") { }
                field(variantCode; Rec."Variant Code") { }
                field(locationCode; Rec."Location Code") { }
                field(quantity; Rec.Quantity) { }
                field(postingDate; Rec."Posting Date") { }
            }
        }
    }
}
