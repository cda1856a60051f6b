-- IS NOT DISTINCT FROM is no condition that an index is searched by: each document was looked for in all of the table.
UPDATE OrleansQuery SET QueryText = replace(
    QueryText,
    'GrainIdExtensionString IS NOT DISTINCT FROM @GrainIdExtensionString',
    '(GrainIdExtensionString = @GrainIdExtensionString OR (@GrainIdExtensionString IS NULL AND GrainIdExtensionString IS NULL))')
WHERE QueryKey IN ('ReadFromStorageKey', 'WriteToStorageKey', 'ClearStorageKey', 'DeleteStorageKey');
