namespace Jarvis.Storage.Sqlite;

/// <summary>Who else may work on what a state file keeps, while a process has it open.</summary>
public enum SqliteLock
{
    /// <summary>Anybody: this process only looks, or sees to it in another way.</summary>
    None,

    /// <summary>Others that say the same: this process works only on what it began itself.</summary>
    Shared,

    /// <summary>Nobody: this process works on all that there is, as a host does that goes on with open turns.</summary>
    Exclusive,
}
