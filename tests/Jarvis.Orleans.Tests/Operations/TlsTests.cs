using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Jarvis.Orleans.Tests.Postgres;
using Jarvis.Orleans.Tests.Silos;
using Npgsql;

namespace Jarvis.Orleans.Tests.Operations;

/// <summary>Silos that show each other certificates: processes, sockets, and certificates of authorities that the test makes.</summary>
[Collection(PostgresGroup.Name)]
public sealed class TlsTests(PostgresServer server) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CertificateFolder _ours = new();
    private readonly CertificateFolder _others = new();
    private readonly DirectoryInfo _resources = Directory.CreateTempSubdirectory("jarvis-resources-");

    public void Dispose()
    {
        _ours.Dispose();
        _others.Dispose();
        _resources.Delete(recursive: true);
    }

    [PostgresFact]
    public async Task Two_silos_and_a_client_with_certificates_of_one_authority_work_together_and_nobody_else_gets_a_word_in()
    {
        var cluster = new Dictionary<string, string>
        {
            ["ClusterId"] = Guid.NewGuid().ToString("N"),
            ["ServiceId"] = Guid.NewGuid().ToString("N"),
            ["Database"] = server.ConnectionString,
            ["Resources"] = _resources.FullName,
        };
        await using var first = await SiloProcess.StartAsync(With(cluster, _ours.Settings()));
        await using var second = await SiloProcess.StartAsync(With(cluster, _ours.Settings()));

        var (code, said, error) = await SiloCommand.RunAsync(With(cluster, _ours.Settings()), "ask", "What time is it?");
        var refusals = await Task.WhenAll(
            SiloCommand.RunAsync(cluster, "ask", "What time is it?"),
            SiloCommand.RunAsync(With(cluster, _others.Settings(_ours.Authority)), "ask", "What time is it?"),
            SiloCommand.RunAsync(With(cluster, _ours.Settings(_others.Authority)), "ask", "What time is it?"));

        Assert.True(said.Contains("\"turn-finished\",\"status\":\"answered\"", StringComparison.Ordinal), $"{code}\n{said}\n{error}");
        foreach (var refused in refusals)
        {
            Assert.True((refused.Code, refused.Output) == (2, ""), $"{refused}");
            Assert.Contains("lets this client in", refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
        }

        var ports = Ports(cluster["ClusterId"]);
        Assert.Equal(4, ports.Count);
        using var ours = _ours.Sign();
        using var theirs = _others.Sign();
        foreach (var port in ports)
        {
            Assert.True(await IsHeardAsync(port, ours), $"Port {port} refuses one of the cluster.");
            Assert.False(await IsHeardAsync(port, theirs), $"Port {port} takes a certificate of another authority.");
            Assert.False(await IsHeardAsync(port, null), $"Port {port} takes one without a certificate.");
            Assert.False(await IsHeardInPlainTextAsync(port), $"Port {port} takes plain text.");
        }
    }

    private static Dictionary<string, string> With(Dictionary<string, string> cluster, Dictionary<string, string> tls) => cluster.Concat(tls).ToDictionary();

    /// <summary>Whether a connection with that certificate is kept open to say something on: a refused one ends at once, though not before TLS itself is done.</summary>
    private static async Task<bool> IsHeardAsync(int port, X509Certificate2? certificate)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", port);
        await using var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, _, _, errors) => !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable));
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "jarvis", ClientCertificates = certificate is null ? [] : [certificate] });
            return await StaysOpenAsync(tls);
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException)
        {
            return false;
        }
    }

    private static async Task<bool> IsHeardInPlainTextAsync(int port)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", port);
        try
        {
            // The length of a first message, as a client without TLS sends it.
            await socket.GetStream().WriteAsync(new byte[] { 64, 0, 0, 0, 0, 0, 0, 0 });
            return await StaysOpenAsync(socket.GetStream());
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>A silo that takes a connection waits for what it says; one that does not closes it.</summary>
    private static async Task<bool> StaysOpenAsync(Stream connection)
    {
        var read = connection.ReadAsync(new byte[1]).AsTask();
        return await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System)) != read || await read.WaitAsync(Patience) > 0;
    }

    private List<int> Ports(string cluster)
    {
        using var connection = new NpgsqlConnection(server.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT Port, ProxyPort FROM OrleansMembershipTable WHERE DeploymentId = $1 AND Status = 3", connection);
        command.Parameters.Add(new() { Value = cluster });
        using var reader = command.ExecuteReader();
        var ports = new List<int>();
        while (reader.Read())
        {
            ports.Add(reader.GetInt32(0));
            ports.Add(reader.GetInt32(1));
        }

        return ports;
    }
}
