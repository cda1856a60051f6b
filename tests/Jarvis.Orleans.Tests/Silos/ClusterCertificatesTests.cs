using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jarvis.Errors;
using Jarvis.Silo;

namespace Jarvis.Orleans.Tests.Silos;

public sealed class ClusterCertificatesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jarvis-tls-");
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Who_shows_a_certificate_of_the_authority_is_taken_and_nobody_else()
    {
        using var authority = Authority("Jarvis");
        using var other = Authority("Jarvis");
        using var certificates = Load(authority, Signed(authority));

        Assert.True(Takes(certificates, Signed(authority)));
        Assert.False(Takes(certificates, Signed(other)));
        Assert.False(Takes(certificates, Signed(authority, until: _now.AddMinutes(-1))));
        Assert.False(certificates.IsTaken(null, null, SslPolicyErrors.RemoteCertificateNotAvailable));
    }

    [Fact]
    public void Files_that_are_no_certificates_are_refused_with_the_settings_to_change_and_without_what_they_hold()
    {
        File.WriteAllText(At("key.pem"), "a secret");

        var refused = Assert.Throws<JarvisException>(
            () => new ClusterCertificates(new SiloTlsOptions { Certificate = At("key.pem"), Key = At("key.pem"), Authority = At("none.pem") }));

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
        Assert.Contains("Jarvis__Silo__Tls__Certificate", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }

    private static bool Takes(ClusterCertificates certificates, X509Certificate2 shown)
    {
        using (shown)
        {
            return certificates.IsTaken(shown, null, SslPolicyErrors.RemoteCertificateNameMismatch);
        }
    }

    private ClusterCertificates Load(X509Certificate2 authority, X509Certificate2 own)
    {
        using (own)
        {
            File.WriteAllText(At("authority.pem"), authority.ExportCertificatePem());
            File.WriteAllText(At("own.pem"), own.ExportCertificatePem());
            File.WriteAllText(At("key.pem"), own.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }

        return new(new SiloTlsOptions { Certificate = At("own.pem"), Key = At("key.pem"), Authority = At("authority.pem") });
    }

    private X509Certificate2 Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(_now.AddDays(-2), _now.AddDays(1));
    }

    private X509Certificate2 Signed(X509Certificate2 authority, DateTimeOffset? until = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=silo", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var signed = request.Create(authority, _now.AddDays(-1), until ?? _now.AddHours(1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    private string At(string file) => Path.Combine(_folder.FullName, file);
}
