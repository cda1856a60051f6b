using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Jarvis.Chaos;

/// <summary>Another process holds the lock of the state file for writing, as a backup or somebody who looks around in it does.</summary>
internal sealed class LockedFile : IDisturbance
{
    /// <summary>SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE: who closes it last would tidy up after a kill, which is the next host's to do.</summary>
    private const int NoCheckpointOnClose = 1006;

    public IDisposable Begin(string folder)
    {
        var connection = new SqliteConnection($"Data Source={ChaosHost.StateFile(folder)};Mode=ReadWrite;Pooling=false");
        try
        {
            connection.Open();
            raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, 1, out _);
            using var begin = connection.CreateCommand();
            begin.CommandText = "BEGIN EXCLUSIVE";
            begin.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // The first host was killed before it had made the file: there is nothing to lock.
        }

        return connection;
    }
}
