# What the account's row and intent open when nobody is signed in.
.class public Lcom/xiaomi/account/ui/LoginActivity;
.super Lmock/Page;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Lmock/Page;-><init>()V
    return-void
.end method

.method public first()I
    .registers 2
    const v0, @layout/signed_out_page
    return v0
.end method
