using Jarvis.Errors;
using Jarvis.State;
using Npgsql;

namespace Jarvis.Orleans;

/// <summary>What goes wrong with the state of a cluster.</summary>
internal static class StateErrors
{
    /// <summary>Somebody else wrote a document first.</summary>
    internal static JarvisException Conflict(StateKey key, Exception? cause = null) =>
        new(ErrorCode.Conflict, $"The {key.Kind} was changed by somebody else; read it again.", retryable: true, cause);

    /// <summary>The database does not take a document, and never will.</summary>
    internal static JarvisException Refused(StateKey key, Exception cause) =>
        new(ErrorCode.StorageFailed, $"A {key.Kind} cannot be kept: {cause.Message} This is a fault of the program; report it.", retryable: false, cause);

    /// <summary>The database does not answer, or refuses.</summary>
    internal static JarvisException Unavailable(Exception cause) => Error.StorageFailed(
        $"The cluster's database cannot be used{(cause is PostgresException { SqlState: var state } ? $" (SQLSTATE {state})" : "")}; see that it runs and can be reached, and try again.", cause);
}
