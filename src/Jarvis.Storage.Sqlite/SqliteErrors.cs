using Jarvis.Errors;
using Jarvis.State;
using Microsoft.Data.Sqlite;

namespace Jarvis.Storage.Sqlite;

/// <summary>Says in words what SQLite refused. Only the name of the file is told, not where it is.</summary>
internal static class SqliteErrors
{
    internal const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int DiskError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    /// <summary>Whether the disk itself failed, so that what it was told last may not be on it.</summary>
    internal static bool IsDiskError(SqliteException exception) => exception.SqliteErrorCode == DiskError;

    /// <summary>Whether SQLite refused one statement for what it says, and would take others.</summary>
    internal static bool IsOfStatement(SqliteException exception) => exception.SqliteErrorCode is TooBig or Constraint;

    internal static JarvisException Explain(string file, SqliteException exception) => Error.StorageFailed(
        exception.SqliteErrorCode switch
        {
            Full => $"The disk is full; free some space on the disk that holds the state file '{file}' and try again.",
            Busy or Locked => $"Another process is writing to the state file '{file}'; try again, or end that process.",
            Corrupt or NotADatabase => $"The state file '{file}' is damaged; restore it from a copy, or move it away to start with an empty one.",
            DiskError => $"The disk that holds the state file '{file}' failed (SQLite error {exception.SqliteExtendedErrorCode}); check it, and try again.",
            ReadOnly => $"The state file '{file}' may not be written; give this user the right to write it and its folder.",
            CannotOpen => $"The state file '{file}' cannot be opened; check that its folder exists and may be used.",
            _ => $"The state file '{file}' cannot be used (SQLite error {exception.SqliteExtendedErrorCode}); check its disk.",
        },
        exception);

    internal static JarvisException NotFlushed(string file, Exception cause) =>
        Error.StorageFailed($"The disk that holds the state file '{file}' failed to keep what was written; check it, and try again.", cause);

    internal static JarvisException Conflict(StateKey key) =>
        new(ErrorCode.Conflict, $"The {key.Kind} was changed by somebody else; read it again.", retryable: true);

    internal static JarvisException Foreign(string file) =>
        Error.StorageFailed($"'{file}' is a database of another program; choose another file for the state.");

    internal static JarvisException Newer(string file, long found, int known) => Error.StorageFailed(
        $"The state file '{file}' was written by a newer Jarvis (its form is {found}, this one knows up to {known}); "
        + "run the newer one, or choose another file.");

    internal static JarvisException NewerDocument(StateKey key, long found, int known) => Error.StorageFailed(
        $"The {key.Kind} was written by a newer Jarvis (its form is {found}, this one knows up to {known}); run the newer one.");

    internal static JarvisException DamagedDocument(StateKey key, Exception? cause) =>
        Error.StorageFailed($"The stored {key.Kind} is damaged; restore the state file from a copy.", cause);
}
