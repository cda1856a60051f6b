using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Jarvis.Orleans.Tests.Operations;

/// <summary>An authority of the test's own, and certificates that it has signed, as files.</summary>
internal sealed class CertificateFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jarvis-tls-");
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly X509Certificate2 _authority;

    internal CertificateFolder()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Jarvis", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _authority = request.CreateSelfSigned(_now.AddDays(-1), _now.AddDays(1));
        File.WriteAllText(Authority, _authority.ExportCertificatePem());
    }

    internal string Authority => Path.Combine(_folder.FullName, "authority.pem");

    /// <summary>The settings of a process with a new certificate of this authority, which trusts those of an authority.</summary>
    /// <param name="trusted">The authority's file; null for this one.</param>
    internal Dictionary<string, string> Settings(string? trusted = null)
    {
        var name = Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N"));
        using var certificate = Sign();
        File.WriteAllText($"{name}.crt", certificate.ExportCertificatePem());
        File.WriteAllText($"{name}.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return new() { ["Tls__Certificate"] = $"{name}.crt", ["Tls__Key"] = $"{name}.key", ["Tls__Authority"] = trusted ?? Authority };
    }

    /// <summary>A new certificate of this authority, with its key.</summary>
    internal X509Certificate2 Sign()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=silo", key, HashAlgorithmName.SHA256);
        using var signed = request.Create(_authority, _now.AddHours(-1), _now.AddHours(1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }
}
